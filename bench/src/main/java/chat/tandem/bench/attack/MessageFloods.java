package chat.tandem.bench.attack;

import chat.tandem.bench.raw.RawWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Floods of messages between guests, and readers who do not read them. */
final class MessageFloods {
    private static final Pattern MATCHED = Pattern.compile("matched.*\"conversationId\":\"([^\"]+)\"");
    private static final Set<String> REFUSALS =
            Set.of("error invalid-field", "error too-large", "error wrong-state", "error not-found");

    private MessageFloods() {}

    static List<Flood> all() {
        return List.of(
                talk("messages-escapes", "messages of 4,000 U+0001, 24 KB of JSON", Bodies.ESCAPES, true),
                talk("messages-cjk", "messages of 4,000 CJK characters", Bodies.CJK, true),
                talk("ws-reader", "messages to somebody who does not read /ws", Bodies.CJK, false),
                new Flood(
                        "sse-reader",
                        "messages to somebody who does not read /sse",
                        8,
                        200,
                        REFUSALS,
                        MessageFloods::streamed),
                new Flood(
                        "polling-reader",
                        "messages to somebody who does not poll",
                        8,
                        200,
                        REFUSALS,
                        MessageFloods::polled));
    }

    private static Flood talk(String name, String what, String body, boolean read) {
        return new Flood(name, what, 8, 200, REFUSALS, attacker -> {
            var one = attacker.chat(0);
            var other = attacker.chat(1);
            var conversation = Talks.meet(one, other);
            if (read) {
                other.drain();
            }
            write(attacker, one, conversation, body);
        });
    }

    private static void write(Attacker attacker, RawWebSocket socket, String conversation, String body)
            throws IOException {
        socket.drain();
        while (attacker.more()) {
            socket.send(Talks.message(conversation, body));
        }
    }

    private static void streamed(Attacker attacker) throws IOException {
        var join = Talks.join();
        var stream = Talks.stream(attacker.connectUnread(1));
        var commands = attacker.connect(1);
        commands.request("POST /commands", payload(join), stream.headers());
        commands.answer();
        meet(attacker, join);
    }

    private static void polled(Attacker attacker) throws IOException {
        var join = Talks.join();
        var connection = attacker.connect(1);
        var session = attacker.polling(connection);
        for (var packet : List.of("40{}", "42[\"join-queue\"," + data(payload(join)) + "]")) {
            connection.request("POST " + session, packet);
            connection.answer();
        }
        meet(attacker, join);
    }

    private static void meet(Attacker attacker, byte[] join) throws IOException {
        var one = attacker.chat(0);
        one.send(join);
        write(attacker, one, one.answer(MATCHED), Bodies.CJK);
    }

    /** The text of a frame that is sound and short. */
    private static String payload(byte[] frame) {
        var text = new String(frame, StandardCharsets.UTF_8);
        return text.substring(text.indexOf('{'));
    }

    private static String data(String command) {
        int begin = command.indexOf("\"data\":") + "\"data\":".length();
        return command.substring(begin, command.length() - 1);
    }
}
