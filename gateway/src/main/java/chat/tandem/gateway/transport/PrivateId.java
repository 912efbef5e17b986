package chat.tandem.gateway.transport;

import chat.tandem.common.state.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The secret with which a Socket.IO client comes back to its session, on any gateway: random, and marked as its user's. The mark keeps
 * one user's from being taken for another's by mistake; who somebody is, only a token proves.
 */
final class PrivateId {
    private static final char SEPARATOR = '.';
    private static final int MARK = 12;
    private static final int PUBLIC = 20;

    private PrivateId() {}

    static String next(String user) {
        String secret = Ids.connectionId();
        return secret + SEPARATOR + mark(secret, user);
    }

    static boolean isOf(String privateId, String user) {
        int separator = privateId.lastIndexOf(SEPARATOR);
        return separator > 0
                && privateId.substring(separator + 1).equals(mark(privateId.substring(0, separator), user));
    }

    /** The id that the socket has as long as it comes back with this secret; it may be told to others. */
    static String socketId(String privateId) {
        return digest("socket " + privateId).substring(0, PUBLIC);
    }

    private static String mark(String secret, String user) {
        return digest(secret + ' ' + user).substring(0, MARK);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
