package chat.tandem.socketio.impl;

import chat.tandem.socketio.RawJson;
import chat.tandem.socketio.engine.impl.Packet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event or an acknowledgement as it stands on the wire, encoded once for however many get it.
 *
 * @param head its text up to the bracket that closes the arguments
 * @param attachments what follows it
 * @param endsInText whether the last argument is a string, which clients take for a position where recovery is on
 */
record Encoded(String head, List<Packet.Binary> attachments, boolean endsInText) {
    /** An event; its name must be none that is reserved. */
    static Encoded event(String namespace, long id, String name, @Nullable Object... args) {
        if (PacketDecoder.RESERVED.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' is a reserved event name");
        }
        return encode('2', '5', namespace, id, name, args);
    }

    /** An acknowledgement. */
    static Encoded ack(String namespace, long id, @Nullable Object... args) {
        return encode('3', '6', namespace, id, null, args);
    }

    /** The answer to a client that has connected. */
    static Packet connect(String namespace, JsonObject payload) {
        return new Packet.Text("40" + prefix(namespace) + payload.encode());
    }

    /** The answer to a client that is refused. */
    static Packet connectError(String namespace, JsonObject payload) {
        return new Packet.Text("44" + prefix(namespace) + payload.encode());
    }

    /** Tells a client that it is out of the namespace. */
    static Packet disconnect(String namespace) {
        return new Packet.Text("41" + prefix(namespace));
    }

    private static Encoded encode(
            char plain, char binary, String namespace, long id, @Nullable String name, @Nullable Object... args) {
        List<Buffer> buffers = new ArrayList<>(0);
        StringBuilder list = new StringBuilder("[");
        if (name != null) {
            list.append(Json.encode(name));
        }
        for (Object arg : args) {
            if (list.length() > 1) {
                list.append(',');
            }
            list.append(json(arg, buffers));
        }
        StringBuilder head = new StringBuilder(list.length() + 16).append('4');
        if (buffers.isEmpty()) {
            head.append(plain);
        } else {
            head.append(binary).append(buffers.size()).append('-');
        }
        head.append(prefix(namespace));
        if (id != Inbound.NO_ID) {
            head.append(id);
        }
        head.append(list);
        boolean endsInText = list.charAt(list.length() - 1) == '"';
        return new Encoded(
                head.toString(), buffers.stream().map(Packet.Binary::new).toList(), endsInText && args.length > 0);
    }

    private static String json(@Nullable Object arg, List<Buffer> buffers) {
        if (arg instanceof RawJson raw) {
            return raw.json();
        }
        return Json.encode(Attachments.areIn(arg) ? Attachments.takeOut(arg, buffers) : arg);
    }

    private static String prefix(String namespace) {
        return namespace.equals("/") ? "" : namespace + ",";
    }

    /** The packets, as they are. */
    List<Packet> packets() {
        return packets(new Packet.Text(head + "]"));
    }

    /** The packets, with a position as one argument more. */
    List<Packet> packets(String position) {
        return packets(new Packet.Text(head + (head.endsWith("[") ? "\"" : ",\"") + position + "\"]"));
    }

    private List<Packet> packets(Packet text) {
        if (attachments.isEmpty()) {
            return List.of(text);
        }
        List<Packet> all = new ArrayList<>(attachments.size() + 1);
        all.add(text);
        all.addAll(attachments);
        return all;
    }

    /** What it counts against bounds. */
    int size() {
        return head.length() + attachments.stream().mapToInt(Packet::size).sum();
    }
}
