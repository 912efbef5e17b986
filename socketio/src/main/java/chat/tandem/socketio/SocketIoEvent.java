package chat.tandem.socketio;

import io.vertx.core.json.JsonArray;
import org.jspecify.annotations.Nullable;

/** An event from a client. */
public interface SocketIoEvent {
    /** The event's name; a numeric name as its digits. */
    String name();

    /**
     * Its arguments: JSON values, with a {@link io.vertx.core.buffer.Buffer} where the client sent binary, at any depth ({@link
     * JsonArray#getBuffer}).
     */
    JsonArray args();

    /** Whether the client waits for an acknowledgement. */
    boolean wantsAck();

    /**
     * Acknowledges. The first call counts; others, and one where nobody waits, do nothing.
     *
     * @param args as those of {@link SocketIoSocket#emit}
     */
    void ack(@Nullable Object... args);
}
