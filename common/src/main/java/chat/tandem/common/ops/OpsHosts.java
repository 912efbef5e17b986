package chat.tandem.common.ops;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hosts by whose names the operations port may be asked. A page of any site can have its own name resolve to an address
 * of a private network (DNS rebinding), and then reads what is served there as its own; but the browser says that name in
 * {@code Host}. So names that somebody on the Internet could own are refused, unless the operator names them.
 */
final class OpsHosts {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+(%[^]]*)?]");

    /** Of names that nobody can register: RFC 6761, 6762 and 8375, ICANN's resolution 2024.07.29.06, and Kubernetes. */
    private static final List<String> PRIVATE = List.of(".localhost", ".local", ".internal", ".home.arpa", ".svc");

    private final Set<String> named;

    /** @param named by the operator */
    OpsHosts(Collection<String> named) {
        this.named = named.stream().map(OpsHosts::plain).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a request may be answered.
     *
     * @param header its {@code Host}; null where it has none, as no browser's
     */
    boolean allow(@Nullable String header) {
        if (header == null) {
            return true;
        }
        String host = plain(header.replaceFirst(":\\d*$", ""));
        return ADDRESS.matcher(host).matches()
                || host.indexOf('.') < 0
                || named.contains(host)
                || PRIVATE.stream().anyMatch(host::endsWith);
    }

    private static String plain(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
