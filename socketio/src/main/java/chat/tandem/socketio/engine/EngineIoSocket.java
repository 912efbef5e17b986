package chat.tandem.socketio.engine;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * One client's Engine.IO session: messages both ways, whatever transport carries them at the moment.
 *
 * <p>Handlers run on the session's context, one after another; set them in the connection handler. The other methods may be
 * called from any thread, and messages leave in the order of the calls.
 */
public interface EngineIoSocket {
    /** The session's id. It is a secret between client and server: who has it can read and write the session. */
    String id();

    /** The request that opened the session. */
    Handshake handshake();

    /** The limit that {@link EngineIoOptions#getTrafficLimits} made for the session. */
    TrafficLimit trafficLimit();

    /** The transport at the moment. */
    EngineIoTransport transport();

    /** False from the moment the session is closed or closing. */
    boolean isOpen();

    /** Whether a message sent now would leave at once: what is volatile is dropped where it would not. */
    boolean isWritable();

    /** Sets the handler of text messages. */
    EngineIoSocket onText(Handler<String> handler);

    /** Sets the handler of binary messages. */
    EngineIoSocket onBinary(Handler<Buffer> handler);

    /** Sets the handler of the session's end. It runs once, and nothing arrives after it. */
    EngineIoSocket onClose(Handler<CloseReason> handler);

    /** Sends a text message; ignored when the session is not open. */
    void send(String text);

    /** Sends a binary message; ignored when the session is not open. */
    void send(Buffer binary);

    /**
     * Stops the delivery of messages, and reading from the client with it. While paused, the client's silence does not end the
     * session.
     */
    void pause();

    /** Goes on after {@link #pause}. */
    void resume();

    /** Closes the session once what waits has been sent, or after {@link EngineIoOptions#getCloseTimeout}. */
    void close();
}
