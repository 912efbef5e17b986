package chat.tandem.persistence.request;

/** How large an answer is at most: 256 KiB of UTF-8, with a reserve for what stands around its entries. */
public final class AnswerSize {

    /** Bytes of all entries of one answer together. */
    public static final int MOST_BYTES = 256 * 1024 - 1024;

    private int bytes;
    private int entries;

    /**
     * Whether one more entry fits, which then counts. The first always does: an answer without any would not go on.
     *
     * @param size of the entry in bytes
     */
    public boolean takes(int size) {
        if (entries > 0 && bytes + size + 1 > MOST_BYTES) {
            return false;
        }
        bytes += size + 1;
        entries++;
        return true;
    }
}
