package chat.tandem.persistence.request;

/** What is asked for does not exist, or is not the caller's. */
public final class NotFoundException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: it is no fault. */
    public NotFoundException() {
        super("not found", null, false, false);
    }
}
