package chat.tandem.common.service;

/** A start that makes no sense as asked for; its message is the one line that the operator sees. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
