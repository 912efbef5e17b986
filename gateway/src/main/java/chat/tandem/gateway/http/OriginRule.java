package chat.tandem.gateway.http;

import chat.tandem.socketio.engine.CorsPolicy;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may talk to us. A request without {@code Origin} comes from no page and is allowed. One that has it must
 * name the host and port of the {@code Host} header, or be allowed by the operator. The scheme is ignored, and a port that
 * is missing is as good as 80 and 443, because TLS may end at a proxy.
 */
final class OriginRule {
    private static final int DEFAULT_PORT = -1;
    private final CorsPolicy allowed;

    OriginRule(List<String> allowed) {
        this.allowed = new CorsPolicy(Set.copyOf(allowed), true); // What Socket.IO goes by, too.
    }

    boolean allows(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        return origins.isEmpty()
                || (origins.size() == 1 && allows(origins.getFirst(), request.getHeader(HttpHeaders.HOST)));
    }

    boolean allows(String origin, @Nullable String host) {
        if (allowed.allows(origin)) {
            return true;
        }
        Place page = place(origin);
        return page != null && host != null && page.equals(place("http://" + host));
    }

    private record Place(String host, int port) {}

    private static @Nullable Place place(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() == null || uri.getUserInfo() != null) {
                return null;
            }
            boolean standard = uri.getPort() == 80 || uri.getPort() == 443;
            return new Place(uri.getHost().toLowerCase(Locale.ROOT), standard ? DEFAULT_PORT : uri.getPort());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
