package chat.tandem.gateway.address;

import java.util.List;
import java.util.Optional;

/**
 * A set of IP addresses, given as ranges such as {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address.
 *
 * @param ranges none: the set is empty
 */
public record AddressRanges(List<Range> ranges) {
    /** The empty set. */
    public static final AddressRanges NONE = new AddressRanges(List.of());

    public AddressRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * The addresses that share their first bits.
     *
     * @param base with all other bits cleared
     * @param bits how many, those of the IPv4-mapped form counted in
     */
    public record Range(IpAddress base, int bits) {
        boolean contains(IpAddress address) {
            return address.prefix(bits).equals(base);
        }
    }

    /**
     * Reads ranges.
     *
     * @throws IllegalArgumentException with a sentence for the operator, if one is none
     */
    public static AddressRanges parse(List<String> texts) {
        return new AddressRanges(texts.stream()
                .map(text -> range(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + text + "' is not an address range such as 10.0.0.0/8")))
                .toList());
    }

    private static Optional<Range> range(String text) {
        String[] parts = text.split("/", -1);
        boolean formed = parts.length == 1 || (parts.length == 2 && parts[1].matches("\\d{1,3}"));
        return formed
                ? IpAddress.parse(parts[0])
                        .flatMap(base -> range(base, parts.length == 1 ? base.longest() : Integer.parseInt(parts[1])))
                : Optional.empty();
    }

    private static Optional<Range> range(IpAddress base, int length) {
        int bits = base.bits(length);
        return length > base.longest() ? Optional.empty() : Optional.of(new Range(base.prefix(bits), bits));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Whether an address is in one of the ranges. */
    public boolean contains(IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
