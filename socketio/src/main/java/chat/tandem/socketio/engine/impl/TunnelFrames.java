package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of a WebSocket on their way between two servers. On the wire: whether the WebSocket is over, in a byte; then each frame with its
 * kind in a byte, its length in four, and its bytes.
 */
final class TunnelFrames {
    private static final int HEAD = 5;
    private static final byte TEXT = 't';
    private static final byte BINARY = 'b';

    private final List<Frame> frames = new ArrayList<>(1);
    private int bytes;

    private record Frame(boolean isText, Buffer data) {}

    /** Those that were asked or answered. */
    static TunnelFrames of(Buffer message) {
        TunnelFrames read = new TunnelFrames();
        int at = 1;
        while (at < message.length()) {
            int end = at + HEAD + message.getInt(at + 1);
            read.add(message.getByte(at) == TEXT, message.getBuffer(at + HEAD, end));
            at = end;
        }
        return read;
    }

    static boolean isOver(Buffer message) {
        return message.getByte(0) == 1;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** What they take on the wire. */
    int bytes() {
        return bytes;
    }

    void add(Packet packet) {
        switch (packet) {
            case Packet.Text text -> add(true, Buffer.buffer(text.encoded()));
            case Packet.Binary binary -> add(false, binary.data());
        }
    }

    void add(boolean isText, Buffer data) {
        frames.add(new Frame(isText, data));
        bytes += HEAD + data.length();
    }

    /** All of them, which are forgotten here. */
    Buffer take(boolean over) {
        Buffer message = Buffer.buffer(1 + bytes).appendByte((byte) (over ? 1 : 0));
        for (Frame frame : frames) {
            message.appendByte(frame.isText() ? TEXT : BINARY)
                    .appendInt(frame.data().length())
                    .appendBuffer(frame.data());
        }
        frames.clear();
        bytes = 0;
        return message;
    }

    /** As what a client sent. */
    List<Inbound> decoded() {
        List<Inbound> all = new ArrayList<>(frames.size());
        for (Frame frame : frames) {
            all.add(
                    frame.isText()
                            ? PacketCodec.decode(frame.data().toString(StandardCharsets.UTF_8))
                            : new Inbound.Binary(frame.data()));
        }
        return all;
    }

    /** Writes them to the client. */
    void writeTo(WebSocketBase socket) {
        for (Frame frame : frames) {
            var unused = frame.isText()
                    ? socket.writeTextMessage(frame.data().toString(StandardCharsets.UTF_8))
                    : socket.writeBinaryMessage(frame.data());
        }
    }
}
