package chat.tandem.gateway.address;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of the client that a request comes from. Safe to use from any thread.
 *
 * @param proxies whose {@code X-Forwarded-For} counts
 */
public record ClientAddresses(AddressRanges proxies) {
    private static final String HEADER = "X-Forwarded-For";
    private static final IpAddress UNKNOWN = new IpAddress(0, 0);

    /** The client's address. */
    public IpAddress of(HttpServerRequest request) {
        return of(peer(request), request.headers().getAll(HEADER));
    }

    /** The client's address, from the other end of the connection and the lines of its header. */
    IpAddress of(IpAddress peer, List<String> lines) {
        return lines.isEmpty() || !proxies.contains(peer) ? peer : ForwardedFor.client(peer, lines, proxies);
    }

    /** Whether an address is that of a trusted proxy. */
    public boolean isProxy(IpAddress address) {
        return proxies.contains(address);
    }

    /** Whether a request names an address although it comes from nobody whose word counts. */
    public boolean isIgnored(HttpServerRequest request) {
        return request.headers().contains(HEADER) && !proxies.contains(peer(request));
    }

    private static IpAddress peer(HttpServerRequest request) {
        return of(request.remoteAddress());
    }

    /** The address of one end of a connection; {@code ::} where it has none, as a UNIX socket. */
    public static IpAddress of(@Nullable SocketAddress end) {
        return IpAddress.parse(end == null ? null : end.hostAddress()).orElse(UNKNOWN);
    }
}
