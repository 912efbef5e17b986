package chat.tandem.persistence.store;

/** Rows of which no statement could be made: nothing was asked of PostgreSQL, and another try would end the same. */
public final class UnsendableRowsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param cause what was wrong with them */
    public UnsendableRowsException(RuntimeException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
