package chat.tandem.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ServerFramesTest {
    @Test
    void everyFrameIsJson() {
        assertThat(new JsonObject(ServerFrames.ack(7, "{}"))).isEqualTo(new JsonObject("{\"ack\":7,\"data\":{}}"));
        assertThat(ServerFrames.event("matched", "{\"a\":1}")).isEqualTo("{\"event\":\"matched\",\"data\":{\"a\":1}}");
        String error = ProtocolError.invalidField("body", "Is \"missing\".").toJson();
        assertThat(new JsonObject(ServerFrames.refusal(7, error)).getJsonObject("error"))
                .isEqualTo(new JsonObject()
                        .put("code", "invalid-field")
                        .put("message", "Is \"missing\".")
                        .put("field", "body"));
    }

    @Test
    void onlyRateLimitedAndUnavailableSayWhenToRetry() {
        assertThat(new JsonObject(ProtocolError.rateLimited(0).toJson()).getLong("retryAfterMs"))
                .isEqualTo(1);
        assertThat(new JsonObject(ProtocolError.unavailable(250).toJson()).getLong("retryAfterMs"))
                .isEqualTo(250);
        assertThat(new JsonObject(ProtocolError.internal().toJson()).containsKey("retryAfterMs"))
                .isFalse();
    }

    @Test
    void quotedTextsSurviveTheWay() {
        String text = "\"\\\n\u0001\u2028ä😀</script>";
        assertThat(new JsonObject("{\"a\":" + JsonText.quote(text) + "}").getString("a"))
                .isEqualTo(text);
    }

    @Test
    void theErrorCodesAreTheClosedListOfTheProtocol() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code))
                .containsExactlyInAnyOrder(
                        "invalid-frame",
                        "unknown-event",
                        "invalid-field",
                        "too-large",
                        "not-authenticated",
                        "invalid-token",
                        "forbidden",
                        "wrong-state",
                        "not-found",
                        "conflict",
                        "rate-limited",
                        "upload-rejected",
                        "banned",
                        "unavailable",
                        "internal");
    }
}
