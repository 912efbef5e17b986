package chat.tandem.common.state;

/** The result of what has none to tell. */
public enum Done {
    /** It was done. */
    DONE
}
