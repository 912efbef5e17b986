package chat.tandem.socketio.impl;

import chat.tandem.socketio.SocketIoEvent;
import io.vertx.core.json.JsonArray;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An event, and the way back to the socket that sent it. */
final class EventImpl implements SocketIoEvent {
    private final SocketImpl socket;
    private final Inbound.Event event;
    private final AtomicBoolean acknowledged;

    EventImpl(SocketImpl socket, Inbound.Event event) {
        this.socket = socket;
        this.event = event;
        this.acknowledged = new AtomicBoolean(!wantsAck());
    }

    @Override
    public String name() {
        return event.name();
    }

    @Override
    public JsonArray args() {
        return event.args();
    }

    @Override
    public boolean wantsAck() {
        return event.id() != Inbound.NO_ID;
    }

    @Override
    public void ack(@Nullable Object... args) {
        if (acknowledged.compareAndSet(false, true)) {
            socket.sendAck(Encoded.ack(socket.namespace().name(), event.id(), args));
        }
    }
}
