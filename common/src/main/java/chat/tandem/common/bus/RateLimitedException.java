package chat.tandem.common.bus;

/** A request that was not made, because the user on whose behalf it was has made too many. */
public final class RateLimitedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long retryAfterMillis;

    /** @param retryAfterMillis when another one is allowed */
    public RateLimitedException(long retryAfterMillis) {
        super("too many requests", null, false, false);
        this.retryAfterMillis = retryAfterMillis;
    }

    /** Returns when another one is allowed, in milliseconds from when it was refused. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
