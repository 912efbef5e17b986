package chat.tandem.common.protocol;

/** The sizes that clients must keep to. */
public final class ProtocolLimits {
    /** A message on a WebSocket or the body of a command over HTTP, in bytes. */
    public static final int FRAME_BYTES = 64 * 1024;

    /** The text of a message, in UTF-16 units. */
    public static final int BODY_UNITS = 4000;

    /** A name, in characters (Unicode code points). */
    public static final int NAME_CHARACTERS = 32;

    /** How many interests may be named. */
    public static final int INTERESTS = 5;

    /** One interest, in UTF-16 units. */
    public static final int INTEREST_UNITS = 32;

    /** The largest page of history, in messages. */
    public static final int HISTORY_PAGE = 100;

    /** The page of history where none is asked for, in messages. */
    public static final int HISTORY_DEFAULT = 50;

    /** The largest integer that every JSON reader keeps exactly, 2^53−1. */
    public static final long SAFE_INTEGER = (1L << 53) - 1;

    private ProtocolLimits() {}
}
