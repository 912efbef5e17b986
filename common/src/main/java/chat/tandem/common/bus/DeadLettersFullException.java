package chat.tandem.common.bus;

import chat.tandem.common.state.StateSettings;

/** There are {@link StateSettings#DEAD_LETTERS} dead letters in a shard already; nothing was moved, and nothing is lost. */
public final class DeadLettersFullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DeadLettersFullException() {
        super("there are too many dead letters", null, false, false);
    }
}
