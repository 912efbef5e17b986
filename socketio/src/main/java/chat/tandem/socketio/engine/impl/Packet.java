package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;

/** A packet on its way to a client, as it stands on the wire. */
public sealed interface Packet {
    Packet CLOSE = new Text("1");
    Packet PING = new Text("2");
    Packet PROBED = new Text("3probe");
    Packet NOOP = new Text("6");

    /** What it counts against the bound on what waits. */
    int size();

    /** A text message. */
    static Packet message(String text) {
        return new Text("4" + text);
    }

    /**
     * A packet of text.
     *
     * @param encoded its type's digit and what follows it
     */
    record Text(String encoded) implements Packet {
        @Override
        public int size() {
            return encoded.length();
        }
    }

    /** A binary message. */
    record Binary(Buffer data) implements Packet {
        @Override
        public int size() {
            return data.length();
        }
    }
}
