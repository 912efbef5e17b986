package chat.tandem.socketio.impl;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes packets of what one connection brings. No input makes it throw; after {@link Inbound.Malformed} it is of no more use. */
final class PacketDecoder {
    /** Names with a meaning of their own in the clients and servers of the reference implementation. */
    static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private static final Inbound MALFORMED = new Inbound.Malformed();
    /** Digits of a number that every client can hold exactly. */
    private static final int MAX_DIGITS = 15;

    private final int maxAttachments;
    private final List<Buffer> attachments = new ArrayList<>(0);
    private @Nullable Header waiting;

    PacketDecoder(int maxAttachments) {
        this.maxAttachments = maxAttachments;
    }

    /**
     * What stands before a packet's payload.
     *
     * @param type the type's digit; those of binary packets as those of plain ones
     */
    private record Header(char type, int attachments, String namespace, long id, String payload) {}

    /** Whether a text message is an event, as far as its first character tells. */
    static boolean isEvent(String message) {
        return message.startsWith("2") || message.startsWith("5");
    }

    /** Takes a text message. */
    Inbound text(String message) {
        if (waiting != null) {
            return MALFORMED;
        }
        Header header = header(message);
        if (header == null) {
            return MALFORMED;
        }
        if (header.attachments() > 0) {
            waiting = header;
            return new Inbound.Partial();
        }
        return packet(header);
    }

    /** Takes a binary message. */
    Inbound binary(Buffer message) {
        Header header = waiting;
        if (header == null) {
            return MALFORMED;
        }
        attachments.add(message);
        if (attachments.size() < header.attachments()) {
            return new Inbound.Partial();
        }
        waiting = null;
        Inbound packet = packet(header);
        attachments.clear();
        return packet;
    }

    private @Nullable Header header(String message) {
        if (message.isEmpty() || message.charAt(0) < '0' || message.charAt(0) > '6') {
            return null;
        }
        char type = message.charAt(0);
        int at = 1;
        int count = 0;
        if (type == '5' || type == '6') {
            int dash = digits(message, at);
            if (dash == at || dash - at > 6 || dash == message.length() || message.charAt(dash) != '-') {
                return null;
            }
            count = Integer.parseInt(message, at, dash, 10);
            at = dash + 1;
            type = type == '5' ? '2' : '3';
        }
        String namespace = "/";
        if (at < message.length() && message.charAt(at) == '/') {
            int comma = message.indexOf(',', at);
            namespace = message.substring(at, comma < 0 ? message.length() : comma);
            at = comma < 0 ? message.length() : comma + 1;
        }
        int end = digits(message, at);
        if (count > maxAttachments || end - at > MAX_DIGITS) {
            return null;
        }
        long id = end == at ? Inbound.NO_ID : Long.parseLong(message, at, end, 10);
        return new Header(type, count, namespace, id, message.substring(end));
    }

    /** Where the digits that begin here end. */
    private static int digits(String message, int from) {
        int at = from;
        while (at < message.length() && message.charAt(at) >= '0' && message.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private Inbound packet(Header header) {
        return switch (header.type()) {
            case '0' -> connect(header);
            case '1' -> header.payload().isEmpty() ? new Inbound.Disconnect(header.namespace()) : MALFORMED;
            case '2' -> event(header);
            case '3' -> ack(header);
            default -> MALFORMED;
        };
    }

    private static Inbound connect(Header header) {
        if (header.payload().isEmpty()) {
            return new Inbound.Connect(header.namespace(), new JsonObject());
        }
        return json(header) instanceof JsonObject auth ? new Inbound.Connect(header.namespace(), auth) : MALFORMED;
    }

    private Inbound event(Header header) {
        if (!(json(header) instanceof JsonArray args) || args.isEmpty()) {
            return MALFORMED;
        }
        String name = switch (args.remove(0)) {
            case String text when !RESERVED.contains(text) -> text;
            case Number number -> number.toString();
            case null, default -> null;
        };
        if (name == null || !putBack(header, args)) {
            return MALFORMED;
        }
        return new Inbound.Event(header.namespace(), header.id(), name, args);
    }

    private Inbound ack(Header header) {
        if (!(json(header) instanceof JsonArray args) || !putBack(header, args)) {
            return MALFORMED;
        }
        return new Inbound.Ack(header.namespace(), header.id(), args);
    }

    @SuppressWarnings("unchecked") // The list within a JsonArray is one of anything.
    private boolean putBack(Header header, JsonArray args) {
        return header.attachments() == 0 || Attachments.putBack(args.getList(), attachments);
    }

    private static @Nullable Object json(Header header) {
        try {
            return Json.decodeValue(header.payload());
        } catch (DecodeException e) {
            return null;
        }
    }
}
