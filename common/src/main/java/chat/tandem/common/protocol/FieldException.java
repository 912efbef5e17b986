package chat.tandem.common.protocol;

/** A field that is missing or wrong: how the reader of a command leaves half-way. Without a stack trace, for speed. */
final class FieldException extends Exception {
    private final transient ProtocolError error;

    FieldException(String field, String message) {
        super(message, null, false, false);
        this.error = ProtocolError.invalidField(field, message);
    }

    ProtocolError error() {
        return error;
    }
}
