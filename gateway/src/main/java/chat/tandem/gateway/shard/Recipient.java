package chat.tandem.gateway.shard;

import chat.tandem.common.bus.InboxEntry;

/** A connection that entries of the inbox may be for. */
public interface Recipient {
    /** An entry that names this connection. */
    void onEvent(InboxEntry.Event entry);

    /** The gateway holds no session of this shard any more, and so not this one's. */
    void onLeaseLost();
}
