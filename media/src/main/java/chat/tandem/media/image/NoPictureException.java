package chat.tandem.media.image;

/** These bytes are no picture, or not a whole one. */
public final class NoPictureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason for a log: no byte of the upload */
    NoPictureException(String reason) {
        super(reason, null, false, false);
    }
}
