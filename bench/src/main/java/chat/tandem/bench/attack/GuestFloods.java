package chat.tandem.bench.attack;

import chat.tandem.bench.raw.RawConnection;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Floods of guests, who cost nothing to make. */
final class GuestFloods {
    private GuestFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood("guests", "POST /api/guest", 32, 1_000, Set.of(), attacker -> guests(attacker, false)),
                new Flood(
                        "guests-forwarded",
                        "POST /api/guest with addresses made up in X-Forwarded-For",
                        32,
                        1_000,
                        Set.of(),
                        attacker -> guests(attacker, true)),
                new Flood(
                        "guests-sse",
                        "GET /sse without a token, then a reset",
                        64,
                        300,
                        Set.of(),
                        attacker -> Talks.stream(attacker.connect(0))),
                new Flood(
                        "guests-hello",
                        "hello without a token, then a reset",
                        64,
                        300,
                        Set.of(),
                        attacker -> attacker.chat(0)),
                new Flood(
                        "guests-erased",
                        "guests who erase themselves",
                        32,
                        500,
                        Set.of("HTTP 204", "HTTP 401"),
                        GuestFloods::erased),
                new Flood(
                        "joins",
                        "guests who join the queue and leave it",
                        16,
                        500,
                        Set.of("error wrong-state"),
                        GuestFloods::joins),
                new Flood(
                        "nexts",
                        "guests who go on to the next stranger at once",
                        16,
                        500,
                        Set.of("error wrong-state", "error not-found", "error invalid-field"),
                        GuestFloods::nexts));
    }

    private static void guests(Attacker attacker, boolean forwarded) throws IOException {
        var connection = attacker.connect(0);
        do {
            connection.request(
                    "POST /api/guest",
                    "{}",
                    "Content-Type: application/json",
                    forwarded ? "X-Forwarded-For: " + anyAddress() : "X-Other: none");
            connection.answer();
        } while (attacker.more());
    }

    private static String anyAddress() {
        var random = ThreadLocalRandom.current();
        return random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(256);
    }

    private static void erased(Attacker attacker) throws IOException {
        RawConnection connection = attacker.connect(0);
        do {
            var token = attacker.guest(connection);
            connection.request("DELETE /api/me", "", "Authorization: Bearer " + token);
            connection.answer();
        } while (attacker.more());
    }

    private static void joins(Attacker attacker) throws IOException {
        var socket = attacker.chat(0);
        socket.drain();
        for (int i = 0; attacker.more(); i++) {
            socket.send(i % 2 == 0 ? Talks.join() : Attacker.command("leave-queue", "{}"));
        }
    }

    private static void nexts(Attacker attacker) throws IOException {
        var socket = attacker.chat(0);
        socket.drain();
        socket.send(Attacker.command("join-queue", "{}"));
        while (attacker.more()) {
            var conversation = socket.conversation();
            if (!conversation.isEmpty()) {
                socket.send(Attacker.command("next", "{\"conversationId\":\"" + conversation + "\"}"));
            }
        }
    }
}
