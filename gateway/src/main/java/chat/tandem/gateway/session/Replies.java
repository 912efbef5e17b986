package chat.tandem.gateway.session;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.limit.FrameLimit;
import chat.tandem.gateway.meters.ClientMeters;
import chat.tandem.gateway.transport.Connection;
import chat.tandem.gateway.transport.ServerEvent;
import chat.tandem.gateway.transport.Welcome;
import chat.tandem.socketio.engine.TrafficLimit.Verdict;
import java.util.function.Consumer;

/**
 * What one client is told. An answer is an acknowledgement where the command has an id; without one, only errors are
 * told, as events. Whoever is refused too often because of a limit is closed.
 */
final class Replies {
    private final Connection connection;
    private final FrameLimit limit;
    private final ClientMeters meters;
    private final Consumer<CloseCode> close;

    Replies(Connection connection, FrameLimit limit, ClientMeters meters, Consumer<CloseCode> close) {
        this.meters = meters;
        this.connection = connection;
        this.limit = limit;
        this.close = close;
    }

    void acknowledge(long id, String data) {
        if (id > 0) {
            connection.acknowledge(id, data);
        }
    }

    /** The client has its session. */
    void welcome(long id, Welcome welcome) {
        connection.welcome(id, welcome);
    }

    /** The answer to a later {@code hello}, which is an event where the command has no id. */
    void session(long id, String data) {
        if (id > 0) {
            connection.acknowledge(id, data);
        } else {
            event("session", data);
        }
    }

    void event(String name, String data) {
        event(new ServerEvent(name, data));
    }

    void event(ServerEvent event) {
        connection.event(event);
    }

    void refuse(long id, ProtocolError error) {
        meters.refused(error.code());
        send(id, error.toJson());
        if (error.code() == ErrorCode.RATE_LIMITED) {
            if (limit.flooded()) {
                close.accept(CloseCode.FLOODING);
            }
        }
    }

    /** Judges a frame of the transport's own, which gets no answer. */
    boolean admits() {
        Verdict verdict = limit.take();
        if (verdict != Verdict.TAKE) {
            meters.refused(ErrorCode.RATE_LIMITED);
        }
        if (verdict == Verdict.CLOSE) {
            close.accept(CloseCode.FLOODING);
        }
        return verdict == Verdict.TAKE;
    }

    /** @param error a JSON object */
    void refuse(long id, String error) {
        meters.refused(error);
        send(id, error);
    }

    private void send(long id, String error) {
        if (id > 0) {
            connection.refuse(id, error);
        } else {
            event("error", error);
        }
    }
}
