package chat.tandem.gateway.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The user ids of people whom a host application knows: UUIDs of version 5 (RFC 9562). */
final class UserIds {
    /** The namespace of URLs, RFC 9562, 6.6. */
    private static final UUID URLS = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private UserIds() {}

    /** The issuer, as a URL, makes a namespace; the subject is a name in it. */
    static UUID of(String issuer, String subject) {
        return version5(version5(URLS, issuer), subject);
    }

    private static UUID version5(UUID namespace, String name) {
        ByteBuffer space = ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits());
        ByteBuffer hash = ByteBuffer.wrap(sha1(space.array(), name.getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static byte[] sha1(byte[] space, byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(space);
            return digest.digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
