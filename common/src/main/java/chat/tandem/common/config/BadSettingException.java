package chat.tandem.common.config;

/** A setting that cannot be used. Its message is the one line that the operator sees, and never holds a secret. */
public final class BadSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key the setting as the operator wrote it, such as {@code TANDEM_GRACE}
     * @param reason what is wrong with it and what would be right; without the value where that is a secret
     */
    public BadSettingException(String key, String reason) {
        super(key + ": " + reason);
        this.key = key;
    }

    /** The setting that is to blame. */
    public String key() {
        return key;
    }
}
