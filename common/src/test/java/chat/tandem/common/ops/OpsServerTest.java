package chat.tandem.common.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class OpsServerTest {

    private record Answer(int status, JsonObject body) {}

    private final Operations operations = new Operations();
    private final Health health = operations.health();
    private final Vertx vertx;
    private final int port;

    OpsServerTest(Vertx vertx) {
        this.vertx = vertx;
        port = OpsServer.start(
                        vertx, "gateway", new OpsSettings("127.0.0.1", 0), operations, Map.of("TANDEM_GRACE", "30s"))
                .await()
                .port();
    }

    private Answer get(String path) {
        return vertx.createHttpClient()
                .request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send()
                        .compose(response ->
                                response.body().map(body -> new Answer(response.statusCode(), body.toJsonObject()))))
                .await();
    }

    @Test
    void aProcessIsReadyFromItsStartToItsDrainAndAliveAllTheTime() {
        assertThat(get("/health/ready").status()).isEqualTo(503);
        health.started();
        assertThat(get("/health/ready").status()).isEqualTo(200);
        health.draining();
        assertThat(get("/health/ready").status()).isEqualTo(503);
        assertThat(get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void aStoreThatIsAwayIsShownAndTakesNothingOutOfService() {
        health.component("redis", () -> Status.up("connected"));
        health.component("redis", () -> Status.down("no connection"));
        health.started();

        Answer answer = get("/health/ready");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().getJsonObject("dependencies").getJsonObject("redis"))
                .isEqualTo(new JsonObject().put("up", false).put("reason", "no connection"));
    }

    @Test
    void whatItCannotWorkWithoutTakesItOutOfServiceWhileItIsAway() {
        AtomicBoolean migrated = new AtomicBoolean();
        health.required("schema", () -> migrated.get() ? Status.up("version 3") : Status.down("version 2"));
        health.started();

        assertThat(get("/health/ready").status()).isEqualTo(503);
        migrated.set(true);
        assertThat(get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void theFrontShowsTheBuildAndTheSettings() {
        JsonObject about = get("/").body();

        assertThat(about.getString("service")).isEqualTo("gateway");
        assertThat(about.getString("version")).matches("\\d+\\.\\d+.*");
        assertThat(about.getJsonObject("settings").getString("TANDEM_GRACE")).isEqualTo("30s");
    }

    @Test
    void aPortInUseIsSaidInOneLine() {
        assertThatThrownBy(() -> OpsServer.start(
                                vertx, "matcher", new OpsSettings("127.0.0.1", port), operations, Map.of())
                        .await())
                .isInstanceOf(PortInUseException.class)
                .hasMessage("TANDEM_OPS_PORT: port " + port + " on 127.0.0.1 is in use");
    }
}
