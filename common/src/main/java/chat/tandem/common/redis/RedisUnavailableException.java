package chat.tandem.common.redis;

/** Redis did not answer: not connected, too many commands waiting, or too late. */
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    RedisUnavailableException(String reason, boolean sent) {
        super(reason, null, false, false);
        this.sent = sent;
    }

    /** Returns whether the command may have been carried out: it left, and its answer was not seen. */
    public boolean outcomeUnknown() {
        return sent;
    }
}
