package chat.tandem.bench.attack;

import chat.tandem.bench.raw.RawFrame;
import chat.tandem.bench.raw.RawWebSocket;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Floods of packets of Engine.IO and Socket.IO, and of its requests. */
final class EngineFloods {
    private static final String PADDING = "X-Padding: " + "p".repeat(7_000);
    private static final byte[] IGNORED = RawFrame.repeat(RawFrame.text("6"), 256);
    private static final byte[] ACK = RawFrame.text("430[\"" + "a".repeat(60_000) + "\"]");
    private static final byte[] ELSEWHERE = RawFrame.repeat(RawFrame.text("40/elsewhere,{}"), 64);
    private static final String PACKETS = "6\u001e".repeat(30_000) + "6";
    private static final int POLLS = 32;

    private EngineFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood(
                        "engine-handshakes",
                        "handshakes with 7 KB of headers",
                        8,
                        1_000,
                        Set.of("HTTP 431"),
                        EngineFloods::handshakes),
                packets("engine-ignored", "packets that are ignored", 1_000, IGNORED),
                packets("engine-acks", "acknowledgements of 60 KB that nobody waits for", 100, ACK),
                packets("engine-namespaces", "CONNECTs to a namespace that is not there", 500, ELSEWHERE),
                new Flood(
                        "engine-posts",
                        "requests with 30,000 packets that are ignored",
                        8,
                        100,
                        Set.of("HTTP 400", "HTTP 413"),
                        EngineFloods::posts),
                new Flood(
                        "engine-polls-unread",
                        "long polls, 32 in a row, answers unread",
                        16,
                        200,
                        Set.of("HTTP 400"),
                        EngineFloods::polls),
                new Flood(
                        "engine-unknown-sid",
                        "requests for sessions that are not there",
                        16,
                        1_000,
                        Set.of("HTTP 400", "HTTP 404"),
                        EngineFloods::unknown));
    }

    private static Flood packets(String name, String what, int perSecond, byte[] packets) {
        return new Flood(name, what, 8, perSecond, Set.of("error invalid-frame", "close 1000"), attacker -> {
            RawWebSocket socket = attacker.socketIo();
            socket.drain();
            while (attacker.more()) {
                socket.send(packets);
            }
        });
    }

    private static void handshakes(Attacker attacker) throws IOException {
        var connection = attacker.connect(0);
        do {
            connection.request("GET " + Attacker.ENGINE + "polling", "", PADDING);
            connection.answer();
        } while (attacker.more());
    }

    private static void posts(Attacker attacker) throws IOException {
        var connection = attacker.connect(0);
        var session = attacker.polling(connection);
        while (attacker.more()) {
            connection.request("POST " + session, PACKETS);
            connection.answer();
        }
    }

    private static void polls(Attacker attacker) throws IOException {
        var connection = attacker.connectUnread(0);
        var session = attacker.polling(connection);
        while (attacker.more()) {
            for (int i = 0; i < POLLS; i++) {
                connection.request("GET " + session, "");
            }
        }
    }

    private static void unknown(Attacker attacker) throws IOException {
        var connection = attacker.connect(0);
        for (int i = 0; attacker.more(); i++) {
            var session = Attacker.ENGINE + "polling&sid=" + Attacker.unique().substring(0, 20);
            connection.request((i % 2 == 0 ? "GET " : "POST ") + session, i % 2 == 0 ? "" : "40");
            connection.answer();
        }
    }
}
