package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;

/** The service answered with an error for the client. */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Buffer error;

    RequestRefusedException(Buffer error) {
        super("the request was refused", null, false, false);
        this.error = error;
    }

    /** Returns the error as the client sees it, a JSON object. */
    public Buffer error() {
        return error;
    }
}
