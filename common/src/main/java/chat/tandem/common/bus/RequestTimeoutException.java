package chat.tandem.common.bus;

/** Nobody answered in time, or so many requests wait already that nobody would. */
public final class RequestTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason for the log */
    public RequestTimeoutException(String reason) {
        super(reason, null, false, false);
    }
}
