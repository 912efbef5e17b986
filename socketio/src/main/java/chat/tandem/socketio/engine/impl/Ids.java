package chat.tandem.socketio.engine.impl;

import java.security.SecureRandom;
import java.util.Base64;

/** Identifiers that cannot be guessed. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Ids() {}

    /** 120 random bits as 20 characters that are safe in a URL. */
    public static String next() {
        byte[] bits = new byte[15];
        RANDOM.nextBytes(bits);
        return ENCODER.encodeToString(bits);
    }
}
