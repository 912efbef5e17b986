package chat.tandem.common.bus;

/** An entry is not written as its address says; no other attempt would read it. The message holds nothing of it. */
public final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong, such as {@code no field user} */
    public UndecodableException(String reason) {
        super(reason, null, false, false);
    }
}
