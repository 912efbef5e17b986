package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Engine.IO packets and their text form. No input makes it throw. */
final class PacketCodec {
    private static final char SEPARATOR = '\u001e';
    private static final String SEPARATORS = String.valueOf(SEPARATOR);

    private PacketCodec() {}

    /** Decodes one packet of text. */
    static Inbound decode(String packet) {
        if (packet.isEmpty()) {
            return new Inbound.Malformed();
        }
        return switch (packet.charAt(0)) {
            case '0', '6' -> new Inbound.Ignored();
            case '1' -> new Inbound.Close();
            case '2' -> packet.equals("2probe") ? new Inbound.Probe() : new Inbound.Ping();
            case '3' -> new Inbound.Pong();
            case '4' -> new Inbound.Message(packet.substring(1));
            case '5' -> new Inbound.Upgrade();
            case 'b' -> decodeBase64(packet.substring(1));
            default -> new Inbound.Malformed();
        };
    }

    /** Some clients break the lines of base64, so what is not of its alphabet is skipped. */
    private static Inbound decodeBase64(String text) {
        try {
            return new Inbound.Binary(Buffer.buffer(Base64.getMimeDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return new Inbound.Malformed();
        }
    }

    /** Decodes the packets of a request's body, one after another, until the taker wants no more. */
    static void decodePayload(String body, Predicate<Inbound> taker) {
        int start = 0;
        boolean more = true;
        while (more) {
            int separator = body.indexOf(SEPARATOR, start);
            int end = separator < 0 ? body.length() : separator;
            more = taker.test(decode(body.substring(start, end))) && separator >= 0;
            start = end + 1;
        }
    }

    /** The body without the packets that mean nothing to a server, and with one pong at the most; null where nothing is left. */
    static @Nullable String significant(String body) {
        List<String> kept = new ArrayList<>();
        boolean ponged = false;
        for (String packet : body.split(SEPARATORS, -1)) {
            char type = packet.isEmpty() ? ' ' : packet.charAt(0);
            if (type == '0' || type == '6' || (type == '3' && ponged)) {
                continue;
            }
            ponged |= type == '3';
            kept.add(packet);
        }
        return kept.isEmpty() ? null : String.join(SEPARATORS, kept);
    }

    /** The body that carries these packets to a polling client. */
    static String encodePayload(List<Packet> packets) {
        StringBuilder body = new StringBuilder();
        for (Packet packet : packets) {
            if (!body.isEmpty()) {
                body.append(SEPARATOR);
            }
            switch (packet) {
                case Packet.Text text -> body.append(text.encoded());
                case Packet.Binary binary ->
                    body.append('b')
                            .append(Base64.getEncoder()
                                    .encodeToString(binary.data().getBytes()));
            }
        }
        return body.toString();
    }
}
