package chat.tandem.gateway.address;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code X-Forwarded-For}, to which each proxy appends the address that it was reached from. Only what trusted proxies appended
 * counts, and that is read from the right: everything left of the first address that is not trusted was written by the client.
 */
final class ForwardedFor {
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]+\\]|[^:]+):\\d{1,5}");

    private ForwardedFor() {}

    /**
     * The client's address: the rightmost entry that is not trusted itself. An entry that is no address ends the search, and then, as where
     * all are trusted, the last trusted address is the client's.
     *
     * @param peer the trusted proxy that the header comes from
     * @param lines the header's lines, in their order
     */
    static IpAddress client(IpAddress peer, List<String> lines, AddressRanges trusted) {
        IpAddress last = peer;
        String entries = String.join(",", lines);
        int end = entries.length();
        while (end >= 0 && !lines.isEmpty()) {
            int comma = entries.lastIndexOf(',', end - 1);
            Optional<IpAddress> entry = entry(entries.substring(comma + 1, end));
            if (entry.isEmpty()) {
                return last;
            }
            last = entry.get();
            if (!trusted.contains(last)) {
                return last;
            }
            end = comma;
        }
        return last;
    }

    /** An address with or without a port; an IPv6 address that has one stands in brackets. */
    private static Optional<IpAddress> entry(String text) {
        String address = text.strip();
        Matcher withPort = WITH_PORT.matcher(address);
        return IpAddress.parse(withPort.matches() ? withPort.group(1) : address);
    }
}
