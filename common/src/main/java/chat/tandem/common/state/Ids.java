package chat.tandem.common.state;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Makes identifiers. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** A UUID of version 7 (RFC 9562): the time in milliseconds, then 74 random bits. Conversations have such ids. */
    public static UUID uuidV7() {
        return uuidV7(System.currentTimeMillis());
    }

    /** A UUID of version 7 for a moment in epoch milliseconds. */
    public static UUID uuidV7(long epochMillis) {
        long high = (epochMillis << 16) | 0x7000 | (RANDOM.nextInt() & 0x0fff);
        long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The id of one start of one process (or one of its gateways): new each time, and it never comes back. */
    public static String instanceId() {
        return random(9);
    }

    /** The secret id of a client's connection: 128 random bits. */
    public static String connectionId() {
        return random(16);
    }

    private static String random(int octets) {
        byte[] bytes = new byte[octets];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
