package chat.tandem.socketio.engine;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client from the request that opened its session.
 *
 * @param headers the headers of that request; none where {@link EngineIoOptions#isHandshakeKept} is off
 * @param query the parameters of its query string; none likewise
 * @param uri its path and query; only the path likewise
 * @param address where it came from; null when the server does not know
 * @param secure whether it came over TLS to this server
 * @param issued when it arrived
 */
public record Handshake(
        MultiMap headers,
        MultiMap query,
        String uri,
        @Nullable SocketAddress address,
        boolean secure,
        Instant issued) {}
