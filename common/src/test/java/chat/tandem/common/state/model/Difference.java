package chat.tandem.common.state.model;

/** Redis and the model disagree. */
final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1;

    Difference(String message) {
        super(message);
    }
}
