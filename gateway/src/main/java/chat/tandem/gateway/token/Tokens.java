package chat.tandem.gateway.token;

import chat.tandem.common.protocol.Texts;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks tokens: JWTs signed with HS256. A guest's is our own ({@code iss} {@code tandem}, 30 days); a host
 * application's has its issuer, and its user is a UUID of version 5 of issuer and subject. A token without {@code exp}
 * does not count. Used from one event loop.
 */
public final class Tokens {
    /** The issuer of our own tokens. */
    static final String OWN_ISSUER = "tandem";

    private static final String ALGORITHM = "HS256";
    private static final int LIFE_SECONDS = 30 * 24 * 60 * 60;

    private final @Nullable JWTAuth signer;
    private final @Nullable JWTAuth guests;
    private final @Nullable JWTAuth hosts;

    /** Takes the keys over. */
    public Tokens(Vertx vertx, TokenSettings settings) {
        List<PubSecKeyOptions> keys = settings.guestSecrets().stream()
                .map(secret -> key(secret.value()).setId(secret.kid()))
                .toList();
        JWTOptions own = options().setIssuer(OWN_ISSUER);
        signer = keys.isEmpty() ? null : auth(vertx, List.of(keys.getFirst()), own);
        guests = keys.isEmpty() ? null : auth(vertx, keys, own);
        hosts = hosts(vertx, settings.host());
    }

    private static @Nullable JWTAuth hosts(Vertx vertx, TokenSettings.@Nullable Host host) {
        if (host == null) {
            return null;
        }
        JWTOptions options = options().setIssuer(host.issuer());
        if (host.audience() != null) {
            options.addAudience(host.audience());
        }
        return auth(vertx, List.of(key(host.secret())), options);
    }

    private static PubSecKeyOptions key(String secret) {
        return new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(secret);
    }

    /** The library's look at times refuses by {@code iat}, too, which is no reason to: {@link #isOutOfTime} looks. */
    private static JWTOptions options() {
        return new JWTOptions().setAlgorithm(ALGORITHM).setIgnoreExpiration(true);
    }

    private static JWTAuth auth(Vertx vertx, List<PubSecKeyOptions> keys, JWTOptions options) {
        return JWTAuth.create(vertx, new JWTAuthOptions().setPubSecKeys(keys).setJWTOptions(options));
    }

    /**
     * Makes a token of our own.
     *
     * @throws IllegalStateException where no {@code TANDEM_TOKEN_SECRET} is set
     */
    public String issue(String user, @Nullable String name, List<String> roles) {
        if (signer == null) {
            throw new IllegalStateException("no key to sign with");
        }
        JsonObject claims = new JsonObject();
        if (name != null) {
            claims.put("name", name);
        }
        if (!roles.isEmpty()) {
            claims.put("roles", new JsonArray(roles));
        }
        return signer.generateToken(
                claims, options().setIssuer(OWN_ISSUER).setSubject(user).setExpiresInSeconds(LIFE_SECONDS));
    }

    /** A guest whom nobody has seen before. */
    public Identity newGuest(@Nullable String name) {
        long now = System.currentTimeMillis() / 1000;
        return new Identity(UUID.randomUUID().toString(), name, List.of(), now, now + LIFE_SECONDS, true);
    }

    /** A fresh token for a guest. */
    public String renew(Identity identity) {
        return issue(identity.user(), identity.name(), identity.roles());
    }

    /** Whom a token names; empty where it does not count. */
    public Optional<Identity> verify(String token) {
        try {
            return verified(guests, token, true).or(() -> verified(hosts, token, false));
        } catch (RuntimeException e) {
            return Optional.empty(); // Claims of a wrong type end as exceptions in the library.
        }
    }

    private static Optional<Identity> verified(@Nullable JWTAuth auth, String token, boolean guest) {
        if (auth == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                        auth.authenticate(new TokenCredentials(token)).result())
                .flatMap(user -> identity(user.attributes().getJsonObject("accessToken"), guest));
    }

    private static Optional<Identity> identity(JsonObject claims, boolean guest) {
        String subject = text(claims, "sub");
        Long expiresAt = claims.getLong("exp");
        if (subject == null || subject.isEmpty() || expiresAt == null || isOutOfTime(claims, expiresAt)) {
            return Optional.empty();
        }
        UUID user = guest ? UUID.fromString(subject) : UserIds.of(claims.getString("iss"), subject);
        return Optional.of(new Identity(
                user.toString(),
                name(text(claims, "name")),
                roles(claims.getJsonArray("roles")),
                Objects.requireNonNullElse(claims.getLong("iat"), 0L),
                expiresAt,
                guest));
    }

    private static boolean isOutOfTime(JsonObject claims, long expiresAt) {
        long now = System.currentTimeMillis() / 1000;
        return now > expiresAt + Identity.SKEW || claims.getLong("nbf", 0L) > now + Identity.SKEW;
    }

    /** A claim that must be a string where it is there. */
    private static @Nullable String text(JsonObject claims, String claim) {
        return (String) claims.getValue(claim);
    }

    /** A name that nobody could give to a client of ours is as good as none. */
    private static @Nullable String name(@Nullable String name) {
        return name != null && Texts.isName(name) ? name : null;
    }

    private static List<String> roles(@Nullable JsonArray roles) {
        return roles == null
                ? List.of()
                : roles.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
    }
}
