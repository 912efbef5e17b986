package chat.tandem.socketio;

import org.jspecify.annotations.Nullable;

/** A middleware's refusal, told to the client as it stands: its error event gets the message and the data. */
public final class ConnectRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Object data;

    /** A refusal with a message for the client. */
    public ConnectRefusedException(String message) {
        this(message, null);
    }

    /** A refusal with a message and data for the client, of any type that JSON has. */
    public ConnectRefusedException(String message, @Nullable Object data) {
        super(message, null, false, false);
        this.data = data;
    }

    /** What the client gets besides the message. */
    public @Nullable Object data() {
        return data;
    }
}
