package chat.tandem.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class TokensTest {
    private static final String OLD = "an-old-secret-of-32-bytes-or-more!";
    private static final String NEW = "a-new-secret-of-32-bytes-or-more!!";
    private static final String HOST = "the-hosts-secret-of-32-bytes-or-so";
    private static final String USER = "5f0c1a52-3f5e-4b8e-9a53-0c2b7d1e4f60";

    private static Tokens tokens(Vertx vertx) {
        return new Tokens(
                vertx,
                new TokenSettings(
                        List.of(new TokenSettings.Secret("new", NEW), new TokenSettings.Secret("old", OLD)),
                        new TokenSettings.Host(HOST, "https://host.example", "chat")));
    }

    @Test
    void aTokenOfOursNamesItsUserForThirtyDays(Vertx vertx) {
        Tokens tokens = tokens(vertx);
        Identity identity =
                tokens.verify(tokens.issue(USER, "Ada", List.of("moderator"))).orElseThrow();
        assertThat(identity.user()).isEqualTo(USER);
        assertThat(identity.name()).isEqualTo("Ada");
        assertThat(identity.roles()).containsExactly("moderator");
        assertThat(identity.expiresAt() - identity.issuedAt()).isEqualTo(30 * 24 * 3600);
        assertThat(identity.guest()).isTrue();
    }

    @Test
    void theFirstKeySignsAndItsKidIsInTheHeader(Vertx vertx) {
        String token = tokens(vertx).issue(USER, null, List.of());
        String header = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), StandardCharsets.UTF_8);
        assertThat(new JsonObject(header))
                .isEqualTo(
                        new JsonObject().put("alg", "HS256").put("typ", "JWT").put("kid", "new"));
    }

    @Test
    void aTokenOfAnOlderKeyStillCounts(Vertx vertx) {
        assertThat(tokens(vertx).verify(signed(OLD, "old", claims()))).isPresent();
        assertThat(tokens(vertx).verify(signed(OLD, "new", claims()))).isEmpty();
        assertThat(tokens(vertx).verify(signed(OLD, "gone", claims()))).isEmpty();
    }

    @Test
    void clocksMayDisagreeByThirtySeconds(Vertx vertx) {
        long now = System.currentTimeMillis() / 1000;
        assertThat(tokens(vertx).verify(signed(NEW, "new", claims().put("exp", now - 20))))
                .isPresent();
        assertThat(tokens(vertx).verify(signed(NEW, "new", claims().put("exp", now - 40))))
                .isEmpty();
    }

    @Test
    void theMomentOfIssueRefusesNobodyAlsoWhereItLiesAhead(Vertx vertx) {
        long now = System.currentTimeMillis() / 1000;
        for (long issued : new long[] {0, now - 90L * 24 * 3600, now + 3600, now + 90L * 24 * 3600}) {
            assertThat(tokens(vertx).verify(signed(NEW, "new", claims().put("iat", issued))))
                    .map(Identity::issuedAt)
                    .contains(issued);
        }
        assertThat(tokens(vertx).verify(signed(NEW, "new", claims().put("nbf", now + 20))))
                .isPresent();
        assertThat(tokens(vertx).verify(signed(NEW, "new", claims().put("nbf", now + 40))))
                .isEmpty();
    }

    @Test
    void aTokenThatDoesNotSayWhenItWasIssuedIsFromBeforeEveryErasure(Vertx vertx) {
        long inTheYear3000 = 32_503_680_000L;
        JsonObject claims = without(hostClaims(), "iat").put("exp", inTheYear3000);

        assertThat(tokens(vertx).verify(signed(HOST, null, claims)))
                .map(Identity::countsFrom)
                .contains(0L);
    }

    @Test
    void aTokenIsRenewedPastHalfOfItsLife() {
        Identity guest = new Identity(USER, null, List.of(), 1_000, 2_000, true);
        assertThat(guest.due(1_499)).isFalse();
        assertThat(guest.due(1_501)).isTrue();
        assertThat(new Identity(USER, null, List.of(), 1_000, 2_000, false).due(1_999))
                .isFalse();
    }

    @Test
    void whatIsNotOursDoesNotCount(Vertx vertx) {
        assertRefused(vertx, claims -> without(claims, "exp"));
        assertRefused(vertx, claims -> without(claims, "sub"));
        assertRefused(vertx, claims -> without(claims, "iss"));
        assertRefused(vertx, claims -> claims.put("iss", "somebody"));
        assertRefused(vertx, claims -> claims.put("sub", "not-a-uuid"));
        assertRefused(vertx, claims -> claims.put("sub", 7));
        assertRefused(vertx, claims -> claims.put("exp", "tomorrow"));
        assertRefused(vertx, claims -> claims.put("exp", new JsonObject()));
        assertRefused(vertx, claims -> claims.put("roles", "moderator"));
        assertRefused(vertx, claims -> claims.put("name", 7));
        assertRefused(vertx, claims -> claims.put("nbf", System.currentTimeMillis() / 1000 + 600));
    }

    private static JsonObject without(JsonObject claims, String key) {
        claims.remove(key);
        return claims;
    }

    private static void assertRefused(Vertx vertx, UnaryOperator<JsonObject> change) {
        JsonObject claims = change.apply(claims());
        assertThat(tokens(vertx).verify(signed(NEW, "new", claims)))
                .as("%s", claims)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "abc", "e30.e30.", "e30.e30.e30", "\u0000", "🙂.🙂.🙂"})
    void whatIsNoTokenDoesNotCount(String token) {
        Vertx vertx = Vertx.vertx();
        try {
            assertThat(tokens(vertx).verify(token)).isEmpty();
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void anUnsignedTokenDoesNotCount(Vertx vertx) {
        String header = encoded(new JsonObject().put("alg", "none").put("kid", "new"));
        assertThat(tokens(vertx).verify(header + "." + encoded(claims()) + ".")).isEmpty();
        assertThat(tokens(vertx).verify(header + "." + encoded(claims()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u200b", "Ada\u202e", "a\nb", "123456789012345678901234567890123"})
    void aNameThatNoClientMayHaveIsLeftOutAndTheTokenCounts(String name) {
        Vertx vertx = Vertx.vertx();
        try {
            JsonObject claims = hostClaims().put("name", name);
            assertThat(tokens(vertx)
                            .verify(signed(HOST, null, claims))
                            .orElseThrow()
                            .name())
                    .isNull();
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void aHostsUserHasAnIdMadeOfIssuerAndSubject(Vertx vertx) {
        JsonObject claims = hostClaims();
        Identity identity = tokens(vertx).verify(signed(HOST, null, claims)).orElseThrow();
        assertThat(identity.user())
                .isEqualTo(UserIds.of("https://host.example", "user 7").toString());
        assertThat(UUID.fromString(identity.user()).version()).isEqualTo(5);
        assertThat(identity.name()).isEqualTo("Grace");
        assertThat(identity.roles()).containsExactly("moderator");
        assertThat(identity.guest()).isFalse();
        assertThat(tokens(vertx)
                        .verify(signed(
                                HOST,
                                null,
                                claims.copy()
                                        .put("aud", new JsonArray().add("chat").add("x")))))
                .isPresent();
        assertThat(tokens(vertx).verify(signed(HOST, null, claims.copy().put("aud", "other"))))
                .isEmpty();
        assertThat(tokens(vertx).verify(signed(HOST, null, claims.copy().put("iss", "https://evil.example"))))
                .isEmpty();
        assertThat(tokens(vertx).verify(signed(HOST, null, claims.copy().put("iss", "tandem"))))
                .isEmpty();
        assertThat(tokens(vertx).verify(signed(NEW, "new", claims))).isEmpty();
        assertThat(tokens(vertx).verify(signed(HOST, null, without(claims.copy(), "exp"))))
                .isEmpty();
    }

    @Test
    void userIdsOfVersionFiveAreThoseOfTheStandard() {
        // Python: uuid5(uuid5(NAMESPACE_URL, 'https://host.example'), 'user 7')
        assertThat(UserIds.of("https://host.example", "user 7"))
                .isEqualTo(UUID.fromString("99ec18d8-36a3-5acd-a7c6-49c55ac84a5a"));
    }

    private static JsonObject claims() {
        long now = System.currentTimeMillis() / 1000;
        return new JsonObject()
                .put("sub", USER)
                .put("iss", "tandem")
                .put("iat", now)
                .put("exp", now + 600);
    }

    private static JsonObject hostClaims() {
        return claims().put("iss", "https://host.example")
                .put("sub", "user 7")
                .put("aud", "chat")
                .put("name", "Grace")
                .put("roles", new JsonArray().add("moderator"));
    }

    private static String signed(String secret, @org.jspecify.annotations.Nullable String kid, JsonObject claims) {
        JsonObject header = new JsonObject().put("alg", "HS256").put("typ", "JWT");
        if (kid != null) {
            header.put("kid", kid);
        }
        String text = encoded(header) + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return text + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }
}
