package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.ClientFrame;

/** Who is told what a client's connection brings. */
public interface ConnectionListener {
    /**
     * The client sent one frame; the id in it is what the transport wants the answer under.
     *
     * @param bytes how large it was when it came
     */
    void onFrame(ClientFrame frame, int bytes);

    /** The client sent something else: a control frame, a fragment, a packet of the transport's own. False: it is to be dropped. */
    boolean onOverhead();

    /** Bytes begin to wait in the transport, from the client or for it. False: there is no room, and they must not. */
    boolean hold(int bytes);

    /** Bytes that were held wait no longer. */
    void free(int bytes);

    /** The connection is gone, by whatever cause. Comes once, after the last frame. */
    void onClosed();
}
