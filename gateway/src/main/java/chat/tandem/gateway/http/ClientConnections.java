package chat.tandem.gateway.http;

import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.http.ClientConnection.Standing;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * The connections of one event loop, from their beginning to their end. A connection on which no request comes within 10 s is closed, and so
 * is one whose request is not done with in 10 s more (30 s for a command), or that idles for too long between two requests. One that became
 * a WebSocket has deadlines of its own.
 */
final class ClientConnections {
    private static final long REQUEST_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final long COMMAND_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final int FAILED = 400;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Gate gate;
    private final ConnectionBudget budget;
    private final Duration proxyIdle;

    ClientConnections(Vertx vertx, Gate gate, SharedLimits limits) {
        this.vertx = vertx;
        this.gate = gate;
        this.budget = limits.connections();
        this.proxyIdle = limits.proxies().idle();
    }

    /** A connection was accepted, and has read nothing yet. */
    void opened(HttpConnection accepted) {
        IpAddress peer = gate.peer(accepted);
        ClientConnection connection = new ClientConnection(vertx, accepted, peer, gate.isProxy(peer));
        if (!gate.mayConnect(accepted)) {
            connection.close();
            return;
        }
        HeapInput.of(connection.channel());
        new Pipelining(connection::upgraded).addTo(connection.channel());
        connection.expectWithin(REQUEST_MILLIS);
        var unused = connection.channel().closeFuture().addListener(closed -> {
            connection.closed();
            budget.left(connection);
        });
        if (!gate.opened(connection)) {
            connection.close();
        }
    }

    /** A request's head is complete. What it is to be answered with, if it is not to go on, its connection says. */
    ClientConnection requested(HttpServerRequest request) {
        ClientConnection connection = ClientConnection.of(request.connection());
        connection.expectWithin(REQUEST_MILLIS);
        budget.busy(connection);
        connection.refuse(gate.requested(request, connection));
        return connection;
    }

    /** A request goes on to what serves it, which may take more time. */
    void admitted(HttpServerRequest request, ClientConnection connection) {
        if (RequestKind.mayWait(request)) {
            connection.disarm();
        } else if (request.path().equals(RequestKind.COMMANDS)) {
            connection.expectWithin(COMMAND_MILLIS);
        }
        if (request.path().equals(RequestKind.STREAM)) {
            connection.streams();
        }
    }

    /** A response is written: the next request may come later. */
    void responded(HttpServerRequest request, ClientConnection connection) {
        boolean limited = connection.refusal() != null;
        if (!limited && request.response().getStatusCode() < FAILED && gate.isElsewhere(request)) {
            gate.belongedElsewhere(connection);
        }
        if (connection.responded()) {
            gate.count(connection);
        }
        if (connection.standing() == Standing.WANTED && !(limited && connection.isFlooded())) {
            Duration idle = connection.isProxy() || proxyIdle.compareTo(IDLE) < 0 ? proxyIdle : IDLE;
            connection.expectWithin(idle.toMillis());
            budget.idle(connection);
        } else {
            connection.closeAfterwards();
        }
    }
}
