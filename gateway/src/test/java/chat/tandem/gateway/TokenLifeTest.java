package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class TokenLifeTest {
    private static final String USER = "5f0c1a52-3f5e-4b8e-9a53-0c2b7d1e4f60";

    /** A guest's token as the gateway would have made it at some other time. */
    private static String token(long issuedAt, long expiresAt) {
        String text = encoded(new JsonObject().put("alg", "HS256").put("kid", "one")) + "."
                + encoded(new JsonObject()
                        .put("sub", USER)
                        .put("iss", "tandem")
                        .put("iat", issuedAt)
                        .put("exp", expiresAt));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] secret = GatewayUnderTest.SECRET.substring(4).getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    @Test
    void pastHalfOfItsLifeATokenIsRenewedAtHello(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                Client client = gateway.client();
                Client again = gateway.client()) {
            JsonObject session = client.hello(new JsonObject().put("token", token(now() - 1_000, now() + 900)));
            assertThat(session.getString("userId")).isEqualTo(USER);
            assertThat(again.hello(new JsonObject().put("token", session.getString("token")))
                            .getString("userId"))
                    .isEqualTo(USER);
        }
    }

    @Test
    void aGuestWhoReturnsWithTheTokenAloneHasTheNameThatWasSaidLast(RedisStore redis) {
        JsonObject guest = new JsonObject().put("token", token(now(), now() + 600));
        JsonObject named = visit(redis, guest.copy().put("name", "Ann"));
        JsonObject renamed = visit(redis, named.copy().put("name", "Anna"));

        assertThat(partnerSees(redis, named)).isEqualTo("Ann");
        assertThat(partnerSees(redis, renamed)).isEqualTo("Anna");
    }

    /** Says hello where Redis has forgotten everybody; the next hello, with the token that this one brought. */
    private static JsonObject visit(RedisStore redis, JsonObject hello) {
        redis.command("FLUSHALL");
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                Client client = gateway.client()) {
            return new JsonObject().put("token", client.hello(hello).getString("token"));
        }
    }

    private static String partnerSees(RedisStore redis, JsonObject hello) {
        redis.command("FLUSHALL");
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                var pair = gateway.pair(gateway.client(), hello, gateway.client(), new JsonObject())) {
            return pair.other().event("matched").getString("partnerName");
        }
    }

    @Test
    void aTokenThatRunsOutOnALiveSocketClosesIt(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_HEARTBEAT", "200ms"));
                Client client = gateway.client();
                Client renewed = gateway.client()) {
            client.hello(new JsonObject().put("token", token(now() - 1_000, now() - 28)));
            String fresh = renewed.hello().getString("token");
            assertThat(client.closeCode()).isEqualTo(4004);
            assertThat(renewed.hello(new JsonObject().put("token", fresh)).getString("userId"))
                    .isNotEmpty();
        }
    }

    @Test
    void whereGuestsAreNotAllowedAHelloNeedsAToken(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_GUESTS", "false"));
                Client client = gateway.client()) {
            assertThat(client.refusal("hello", new JsonObject()).getString("code"))
                    .isEqualTo("not-authenticated");
            assertThat(client.hello(new JsonObject().put("token", token(now(), now() + 600)))
                            .getString("userId"))
                    .isEqualTo(USER);
        }
    }
}
