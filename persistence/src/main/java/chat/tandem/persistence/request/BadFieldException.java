package chat.tandem.persistence.request;

/** A field that cannot be used. */
public final class BadFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param field its name */
    public BadFieldException(String field) {
        super(field, null, false, false);
    }

    /** The field's name. */
    public String field() {
        return String.valueOf(getMessage());
    }
}
