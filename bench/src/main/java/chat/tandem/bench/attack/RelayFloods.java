package chat.tandem.bench.attack;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Floods of requests that reach another gateway than the one that has the session. */
final class RelayFloods {
    private static final int HOME = 0;
    private static final int OTHER = 1;

    private RelayFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood(
                        "relay-posts",
                        "polling requests of 60 KB of U+0001",
                        16,
                        200,
                        Set.of("HTTP 400", "HTTP 413"),
                        RelayFloods::posts),
                new Flood(
                        "relay-commands",
                        "POST /commands of 60 KB of U+0001",
                        16,
                        200,
                        Set.of("HTTP 400", "HTTP 413"),
                        RelayFloods::commands),
                new Flood(
                        "relay-unknown",
                        "POST /commands for a connection that is not there",
                        16,
                        1_000,
                        Set.of("HTTP 404", "HTTP 401", "HTTP 409"),
                        RelayFloods::unknown),
                new Flood(
                        "relay-upgrades", "upgrades that fail", 16, 1_000, Set.of("HTTP 400"), RelayFloods::upgrades));
    }

    private static void posts(Attacker attacker) throws IOException {
        var session = attacker.polling(attacker.connect(HOME));
        var connection = attacker.connect(OTHER);
        while (attacker.more()) {
            connection.request("POST " + session, "6" + Bodies.CONTROLS);
            connection.answer();
        }
    }

    private static void commands(Attacker attacker) throws IOException {
        var stream = Talks.stream(attacker.connect(HOME));
        var connection = attacker.connect(OTHER);
        while (attacker.more()) {
            connection.request("POST /commands", Bodies.CONTROLS, stream.headers());
            connection.answer();
        }
    }

    private static void unknown(Attacker attacker) throws IOException {
        var connection = attacker.connect(OTHER);
        var talk = attacker.talks().shared(attacker);
        while (attacker.more()) {
            var stream =
                    new Talks.Stream(connection, talk.token(), Attacker.unique().substring(0, 22));
            connection.request("POST /commands", "{\"event\":\"ping\",\"id\":1}", stream.headers());
            connection.answer();
        }
    }

    private static void upgrades(Attacker attacker) throws IOException {
        var session = attacker.polling(attacker.connect(HOME)).replace("=polling", "=websocket");
        var connection = attacker.connect(OTHER);
        while (attacker.more()) {
            connection.request(
                    "GET " + session,
                    "",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
            connection.answer();
        }
    }
}
