package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.ClientFrame;

/** Who is told what a client's connection brings. */
public interface ConnectionListener {
    /** The client sent one frame; the id in it is what the transport wants the answer under. */
    void onFrame(ClientFrame frame);

    /** The connection is gone, by whatever cause. Comes once, after the last frame. */
    void onClosed();
}
