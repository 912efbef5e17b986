package chat.tandem.socketio.engine;

/**
 * The limit on what one client sends beside the messages that the application gets, and so can count itself: control frames and fragments
 * of a WebSocket, packets of Engine.IO and Socket.IO that carry no event, attempts to upgrade, and bodies that are brought to another
 * server. Used on the context of the client's session, or of its WebSocket where the session lives on another server.
 */
public interface TrafficLimit {
    /** The limit that lets everything pass. */
    TrafficLimit NONE = () -> Verdict.TAKE;

    /** What happens to something that a client sent. */
    enum Verdict {
        /** It is taken. */
        TAKE,
        /** It is dropped, without an answer. Fragments are taken all the same, for a message without one of them is none. */
        DROP,
        /** The session ends, without waiting for anything. */
        CLOSE
    }

    /** Judges a frame or a packet that brings the application no event. */
    Verdict onOverhead();

    /**
     * Judges bytes that reached this server and are to be brought to another one, where the session lives. What is not taken is answered
     * with 429, and a WebSocket is closed.
     *
     * @param bytes 0 or more
     */
    default Verdict onRelayed(int bytes) {
        return Verdict.TAKE;
    }

    /** The session is over. */
    default void onClosed() {}
}
