package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Frames of a WebSocket on their way between two servers: text as it is, binary as base64, each with a letter before it. */
final class TunnelFrames {
    private static final String FRAMES = "frames";
    private static final String OVER = "over";
    private static final char TEXT = 't';
    private static final char BINARY = 'b';

    private JsonArray frames = new JsonArray();

    /** Those that were asked or answered. */
    static TunnelFrames of(JsonObject message) {
        TunnelFrames read = new TunnelFrames();
        read.frames = message.getJsonArray(FRAMES, new JsonArray());
        return read;
    }

    static boolean isOver(JsonObject message) {
        return message.getBoolean(OVER, false);
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    void add(Packet packet) {
        switch (packet) {
            case Packet.Text text -> addText(text.encoded());
            case Packet.Binary binary -> addBinary(binary.data());
        }
    }

    void addText(String text) {
        frames.add(TEXT + text);
    }

    void addBinary(Buffer data) {
        frames.add(BINARY + Base64.getEncoder().encodeToString(data.getBytes()));
    }

    /** All of them, which are forgotten here. */
    Buffer take(boolean over) {
        return takeInto(new JsonObject().put(OVER, over)).toBuffer();
    }

    JsonObject takeInto(JsonObject message) {
        JsonArray taken = frames;
        frames = new JsonArray();
        return message.put(FRAMES, taken);
    }

    /** As what a client sent. */
    List<Inbound> decoded() {
        List<Inbound> all = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            String frame = frames.getString(i);
            all.add(
                    frame.charAt(0) == TEXT
                            ? PacketCodec.decode(frame.substring(1))
                            : new Inbound.Binary(binary(frame)));
        }
        return all;
    }

    /** Writes them to the client. */
    void writeTo(WebSocketBase socket) {
        for (int i = 0; i < frames.size(); i++) {
            String frame = frames.getString(i);
            var unused = frame.charAt(0) == TEXT
                    ? socket.writeTextMessage(frame.substring(1))
                    : socket.writeBinaryMessage(binary(frame));
        }
    }

    private static Buffer binary(String frame) {
        return Buffer.buffer(Base64.getDecoder().decode(frame.substring(1)));
    }
}
