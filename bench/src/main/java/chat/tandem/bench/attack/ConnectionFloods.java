package chat.tandem.bench.attack;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Floods of connections, whole and half. */
final class ConnectionFloods {
    private static final byte[] PIECE = new byte[16_384];

    private ConnectionFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood(
                        "tcp-silent",
                        "connections that say nothing",
                        3_000,
                        1_000,
                        Set.of(),
                        attacker -> attacker.connectUnread(0).readToEnd()),
                new Flood(
                        "http-slow",
                        "requests that come byte by byte",
                        3_000,
                        3_000,
                        Set.of("HTTP 400", "HTTP 408", "HTTP 431"),
                        ConnectionFloods::slow),
                new Flood(
                        "ws-silent",
                        "WebSockets that say nothing",
                        3_000,
                        500,
                        Set.of(),
                        attacker -> attacker.webSocket().readToEnd()),
                new Flood(
                        "ws-handshakes",
                        "WebSocket handshakes that are reset",
                        64,
                        1_000,
                        Set.of(),
                        attacker -> attacker.webSocket().close()),
                new Flood(
                        "engine-silent",
                        "Socket.IO WebSockets without a CONNECT",
                        1_000,
                        500,
                        Set.of(),
                        attacker -> attacker.engine().readToEnd()),
                new Flood(
                        "sse-second-request",
                        "GET /sse and a request behind it, then a reset",
                        64,
                        300,
                        Set.of(),
                        ConnectionFloods::secondRequest),
                new Flood(
                        "http-json",
                        "JSON of 60 KB, deep, wide, doubled, escaped, to POST /api/guest",
                        16,
                        200,
                        Set.of("HTTP 400", "HTTP 413"),
                        ConnectionFloods::json),
                new Flood(
                        "http-oversized",
                        "a request that announces a terabyte",
                        8,
                        500,
                        Set.of("HTTP 400", "HTTP 413"),
                        ConnectionFloods::oversized),
                new Flood(
                        "headers-20k",
                        "requests with 20 KB of cookies",
                        16,
                        500,
                        Set.of(),
                        attacker -> headers(attacker, 20_000)),
                new Flood(
                        "headers-64k",
                        "requests with 64 KB of cookies",
                        16,
                        300,
                        Set.of("HTTP 431", "HTTP 400", "HTTP 413"),
                        attacker -> headers(attacker, 64_000)));
    }

    private static void slow(Attacker attacker) throws IOException {
        var connection = attacker.connectUnread(0);
        connection.send("GET / HTTP/1.1\r\nX-Slow: ");
        while (attacker.more()) {
            connection.send("x");
        }
    }

    private static void json(Attacker attacker) throws IOException {
        var connection = attacker.connect(0);
        for (int i = 0; attacker.more(); i++) {
            var body = Bodies.HARD_JSON.get(i % Bodies.HARD_JSON.size());
            connection.request("POST /api/guest", body, "Content-Type: application/json");
            connection.answer();
        }
    }

    private static void oversized(Attacker attacker) throws IOException {
        var connection = attacker.connect(0);
        connection.send("POST /api/guest HTTP/1.1\r\nHost: " + connection.host()
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000000000000\r\n\r\n");
        while (attacker.more()) {
            connection.send(PIECE);
        }
    }

    private static void secondRequest(Attacker attacker) throws IOException {
        var connection = attacker.connect(0);
        connection.request("GET /sse", "");
        connection.request("GET /api/online", "");
        connection.head();
    }

    private static void headers(Attacker attacker, int bytes) throws IOException {
        var cookies = "Cookie: a=" + "c".repeat(bytes / 4) + "; b=" + "c".repeat(bytes / 4);
        var more = "X-Cookie: " + "c".repeat(bytes / 2);
        var connection = attacker.connect(0);
        do {
            connection.request("GET /api/online", "", cookies, more);
            connection.answer();
        } while (attacker.more());
    }
}
