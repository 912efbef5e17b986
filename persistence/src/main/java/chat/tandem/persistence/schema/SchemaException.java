package chat.tandem.persistence.schema;

import java.io.Serial;

/** Migrations could not be run; the cause says why, for the log of an operator. */
public final class SchemaException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
