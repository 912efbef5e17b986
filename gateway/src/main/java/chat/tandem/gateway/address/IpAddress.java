package chat.tandem.gateway.address;

import io.netty.util.NetUtil;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits. An IPv4 address is kept as its IPv4-mapped form (RFC 4291, 2.5.5.2), so that the two are equal.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) {
    private static final int BITS = 128;
    private static final int V4_BYTES = 4;
    private static final int V4_OFFSET = 96;
    private static final long V4_PREFIX = 0xffff_0000_0000L;
    private static final int V4_NETWORK = V4_OFFSET + 24;
    private static final int V4_WIDE = 16;
    private static final int V6_NETWORK = 48;
    private static final int V6_HOST = 64;

    /**
     * Reads {@code 192.0.2.1}, {@code 2001:db8::1} or {@code ::ffff:192.0.2.1}, with or without brackets; a zone such as {@code %eth0}
     * is left out. Empty for anything else, names included.
     */
    public static Optional<IpAddress> parse(@Nullable String text) {
        byte @Nullable [] bytes = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
        return bytes == null ? Optional.empty() : Optional.of(of(bytes));
    }

    private static IpAddress of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return bytes.length == V4_BYTES
                ? new IpAddress(0, V4_PREFIX | Integer.toUnsignedLong(buffer.getInt()))
                : new IpAddress(buffer.getLong(), buffer.getLong());
    }

    /** Whether this is an IPv4 address. */
    public boolean isV4() {
        return high == 0 && low >>> Integer.SIZE == V4_PREFIX >>> Integer.SIZE;
    }

    /** What a limit by address counts: an IPv4 address as it is, and the /64 of an IPv6 address, all of which one host may use. */
    public IpAddress host() {
        return isV4() ? this : prefix(V6_HOST);
    }

    /** The network that an address belongs to: its /24 (IPv4) or /48 (IPv6). */
    public IpAddress network() {
        return prefix(isV4() ? V4_NETWORK : V6_NETWORK);
    }

    /** A wide network that an address belongs to: its first 16 bits (IPv4), or so many (IPv6). */
    public IpAddress wide(int v6Bits) {
        return prefix(isV4() ? V4_OFFSET + V4_WIDE : v6Bits);
    }

    /** The address with all bits but the first ones cleared, those of the IPv4-mapped form counted in. */
    IpAddress prefix(int bits) {
        return new IpAddress(high & mask(bits), low & mask(bits - Long.SIZE));
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    /** How many bits a prefix of that length has in the form of 128 bits: 96 more for an IPv4 address. */
    int bits(int length) {
        return isV4() ? V4_OFFSET + length : length;
    }

    /** The longest prefix: 32 or 128. */
    int longest() {
        return isV4() ? BITS - V4_OFFSET : BITS;
    }

    /** The network's bits in hexadecimal digits: {@code c00002} or {@code 20010db80001}. */
    public String networkDigits() {
        HexFormat hex = HexFormat.of();
        return isV4() ? hex.toHexDigits(low >>> Byte.SIZE, 6) : hex.toHexDigits(high >>> (Long.SIZE - V6_NETWORK), 12);
    }

    /** The whole address, as text; not for logs. */
    public String text() {
        return isV4() ? NetUtil.intToIpAddress((int) low) : NetUtil.bytesToIpAddress(bytes());
    }

    /** The network alone ({@code 192.0.2.0/24}, {@code 2001:db8:1::/48}): a whole address stands in no log. */
    @Override
    public String toString() {
        IpAddress network = network();
        return isV4()
                ? NetUtil.intToIpAddress((int) network.low) + "/24"
                : NetUtil.bytesToIpAddress(network.bytes()) + "/48";
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(BITS / Byte.SIZE).putLong(high).putLong(low).array();
    }
}
