package chat.tandem.gateway.token;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that tokens are signed with.
 *
 * @param guestSecrets our own, the first of which signs; all of them verify
 * @param host how a host application signs, or null where there is none
 */
public record TokenSettings(
        List<Secret> guestSecrets, @Nullable Host host) {
    private static final String GUEST = "TANDEM_TOKEN_SECRET";
    private static final String HOST = "TANDEM_TOKEN_HOST_SECRET";
    private static final int LEAST_BYTES = 32;

    /**
     * A key of HS256.
     *
     * @param kid its name in the token's header
     */
    public record Secret(String kid, String value) {
        /** Only the name. */
        @Override
        public String toString() {
            return "Secret[" + kid + "]";
        }
    }

    /**
     * A host application.
     *
     * @param secret its key of HS256
     * @param issuer the {@code iss} that its tokens must have
     * @param audience the {@code aud} that they must have, or null for any
     */
    public record Host(
            String secret, String issuer, @Nullable String audience) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Host[" + issuer + "]";
        }
    }

    /** Copies the list. */
    public TokenSettings {
        guestSecrets = List.copyOf(guestSecrets);
    }

    /** Reads {@code TANDEM_TOKEN_SECRET}, {@code TANDEM_TOKEN_HOST_SECRET}, {@code _ISSUER} and {@code _AUDIENCE}. */
    public static TokenSettings read(SettingsReader reader) {
        if (reader.string("TANDEM_TOKEN_JWKS_URL").isPresent()) {
            throw new BadSettingException(
                    "TANDEM_TOKEN_JWKS_URL", "is not supported yet: use TANDEM_TOKEN_HOST_SECRET");
        }
        return new TokenSettings(
                reader.secret(GUEST).map(TokenSettings::guestSecrets).orElse(List.of()), host(reader));
    }

    private static List<Secret> guestSecrets(String text) {
        List<Secret> secrets = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon < 1) {
                throw new BadSettingException(GUEST, "must be kid:secret[,kid:secret…]");
            }
            Secret secret = new Secret(part.substring(0, colon).strip(), longEnough(GUEST, part.substring(colon + 1)));
            if (secrets.stream().anyMatch(other -> other.kid.equals(secret.kid))) {
                throw new BadSettingException(GUEST, "has a kid twice");
            }
            secrets.add(secret);
        }
        return secrets;
    }

    private static @Nullable Host host(SettingsReader reader) {
        String issuer = reader.string("TANDEM_TOKEN_ISSUER").orElse(null);
        String audience = reader.string("TANDEM_TOKEN_AUDIENCE").orElse(null);
        String secret = reader.secret(HOST).orElse(null);
        if (secret == null) {
            return null;
        }
        if (issuer == null || issuer.equals(Tokens.OWN_ISSUER)) {
            throw new BadSettingException(
                    "TANDEM_TOKEN_ISSUER", "is needed with " + HOST + ", and must not be " + Tokens.OWN_ISSUER);
        }
        return new Host(longEnough(HOST, secret), issuer, audience);
    }

    private static String longEnough(String key, String text) {
        String secret = text.strip();
        if (secret.getBytes(StandardCharsets.UTF_8).length < LEAST_BYTES) {
            throw new BadSettingException(key, "each secret must have at least " + LEAST_BYTES + " bytes");
        }
        return secret;
    }
}
