package chat.tandem.gateway.shard;

import chat.tandem.common.bus.InboxEntry;

/** A connection that entries of the inbox may be for. */
public interface Recipient {
    /** An entry that names this connection. */
    void onEvent(InboxEntry.Event entry);

    /**
     * What the shard holds of this connection's session is in doubt: the shard came back as another Redis, or the
     * gateway's lease was lost. Commands wait until {@link #verify} has found out.
     *
     * @param keep whether the session is to be held further where it is still there
     */
    void onDoubt(boolean keep);

    /** Finds out what became of a session in doubt; does nothing where there is no doubt. */
    void verify();

    /** The shard has been away for a while. */
    void onDegraded();

    /** The shard is back, and nothing is in doubt because of that. */
    void onRestored();
}
