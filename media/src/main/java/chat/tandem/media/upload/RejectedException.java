package chat.tandem.media.upload;

/** The bytes never came, or they are not what was announced. */
final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong, fit for the client to read */
    RejectedException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
