package chat.tandem.bench.client;

/** A command was answered by an error. */
public final class CommandRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ChatError error;

    CommandRefusedException(ChatError error) {
        super(error.code() + ": " + error.message(), null, false, false);
        this.error = error;
    }

    /** What the gateway answered. */
    public ChatError error() {
        return error;
    }
}
