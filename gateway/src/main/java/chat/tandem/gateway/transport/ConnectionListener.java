package chat.tandem.gateway.transport;

/** Who is told what a client's connection brings. */
public interface ConnectionListener {
    /** The client sent one message. */
    void onMessage(String text);

    /** The connection is gone, by whatever cause. Comes once, after the last message. */
    void onClosed();
}
