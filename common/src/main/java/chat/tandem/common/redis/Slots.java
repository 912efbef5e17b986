package chat.tandem.common.redis;

import io.vertx.redis.client.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The 16,384 slots of a Redis Cluster: which one a key has, and who owns it. */
public final class Slots {
    /** How many there are. */
    public static final int COUNT = 16_384;

    private static final int CRC16_POLYNOMIAL = 0x1021;

    private Slots() {}

    /**
     * Returns a key's slot, 0 to 16,383: CRC16 (XMODEM) of what stands between its first braces, or of all of it, as the
     * cluster specification says.
     */
    public static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open + 1);
        String hashed = close > open + 1 ? key.substring(open + 1, close) : key;
        int crc = 0;
        for (byte b : hashed.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (b & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ CRC16_POLYNOMIAL : crc << 1;
            }
        }
        return (crc & 0xffff) % COUNT;
    }

    /**
     * Finds a slot's owner in the answer of CLUSTER SLOTS: a list of (first slot, last slot, primary (host, port, …), …).
     *
     * @param asked the address of the node that answered; its host stands in where the answer leaves it out
     * @throws IllegalStateException when nobody owns the slot
     */
    static String owner(@Nullable Response ranges, int slot, String asked) {
        if (ranges != null) {
            for (Response range : ranges) {
                if (range.get(0).toInteger() <= slot && slot <= range.get(1).toInteger()) {
                    return address(range.get(2), asked);
                }
            }
        }
        throw new IllegalStateException("no node owns slot " + slot);
    }

    private static String address(Response node, String asked) {
        Response named = node.get(0);
        int port = node.get(1).toInteger();
        URI uri = URI.create(asked);
        String host =
                named == null || named.toString().isEmpty() || named.toString().equals("?")
                        ? uri.getHost()
                        : named.toString();
        boolean same = host.equals(uri.getHost()) && port == uri.getPort();
        return same ? asked : Route.Seeds.at(asked, host, port);
    }
}
