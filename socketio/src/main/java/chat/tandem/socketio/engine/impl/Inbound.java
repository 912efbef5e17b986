package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;

/** What a client sent, decoded. */
sealed interface Inbound {
    /** A text message. */
    record Message(String text) implements Inbound {}

    /** A binary message. */
    record Binary(Buffer data) implements Inbound {}

    /** The client ends the session. */
    record Close() implements Inbound {}

    /** A ping, which is the server's to send. */
    record Ping() implements Inbound {}

    /** The ping with which a client tries a further transport. */
    record Probe() implements Inbound {}

    /** The answer to a ping. */
    record Pong() implements Inbound {}

    /** The client moves to this transport. */
    record Upgrade() implements Inbound {}

    /** A packet that means nothing to a server. */
    record Ignored() implements Inbound {}

    /** No packet at all. */
    record Malformed() implements Inbound {}

    /** More than is taken in one message. */
    record Oversized() implements Inbound {}
}
