package chat.tandem.common.redis;

/**
 * Redis answered with an error. Neither the message nor the cause holds what Redis wrote, because that may quote the
 * command, and with it what people said to each other.
 */
public final class RedisErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String kind;

    /** @param kind the error's first word, such as {@code NOSCRIPT} */
    RedisErrorException(String kind) {
        super("Redis answered with " + kind, null, false, false);
        this.kind = kind;
    }

    /**
     * Returns the error's first word: {@code NOSCRIPT}, {@code BUSYGROUP}, {@code NOGROUP}, {@code MOVED},
     * {@code TRYAGAIN}, {@code ERR} …; {@code OOM} wherever Redis wrote that, because the place differs between its
     * versions.
     */
    public String kind() {
        return kind;
    }

    /** Returns whether the error is of this kind. */
    public boolean is(String other) {
        return kind.equals(other);
    }
}
