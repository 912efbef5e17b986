package chat.tandem.common.protocol;

import java.util.List;

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

    /** The largest page of messages or conversations. */
    public static final int LARGEST_PAGE = 100;

    /** The size of a page where none is asked for. */
    public static final int USUAL_PAGE = 50;

    /** The content types of images. */
    public static final List<String> IMAGE_TYPES = List.of("image/png", "image/jpeg", "image/gif", "image/webp");

    /** An image, in bytes. */
    public static final int IMAGE_BYTES = 10 * 1024 * 1024;

    /** The largest integer that every JSON reader keeps exactly, 2^53−1. */
    public static final long SAFE_INTEGER = (1L << 53) - 1;

    private ProtocolLimits() {}
}
