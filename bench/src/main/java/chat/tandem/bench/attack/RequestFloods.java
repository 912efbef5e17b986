package chat.tandem.bench.attack;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Floods of questions: over HTTP, over a line, and for images that are not there. */
final class RequestFloods {
    private static final String CONTRACT = "GET /api/asyncapi.json";
    private static final int PIPELINED = 100;

    private RequestFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood(
                        "http-questions",
                        "history and conversations of one guest over many connections",
                        64,
                        300,
                        Set.of(),
                        attacker -> http(attacker, false)),
                new Flood(
                        "http-connections",
                        "a thousand connections that ask the API",
                        1_000,
                        1_500,
                        Set.of(),
                        attacker -> http(attacker, false)),
                new Flood(
                        "http-pages-unread",
                        "pages of history, answers unread",
                        40,
                        200,
                        Set.of(),
                        attacker -> http(attacker, true)),
                new Flood(
                        "line-questions",
                        "history and conversations of one guest over /ws",
                        8,
                        500,
                        Set.of("error conflict"),
                        RequestFloods::line),
                new Flood(
                        "http-pipelined",
                        "requests in a row, answers unread",
                        4,
                        50,
                        Set.of(),
                        RequestFloods::pipelined),
                new Flood(
                        "media",
                        "GET /media/<random key>",
                        64,
                        1_000,
                        Set.of("HTTP 302", "HTTP 404"),
                        RequestFloods::media));
    }

    private static void http(Attacker attacker, boolean unread) throws IOException {
        var talk = attacker.talks().shared(attacker);
        var connection = unread ? attacker.connectUnread(0) : attacker.connect(0);
        for (int i = 0; attacker.more(); i++) {
            var messages = "/" + talk.conversation() + "/messages?limit=100";
            connection.request(
                    "GET /api/conversations" + (unread || i % 2 == 0 ? messages : ""),
                    "",
                    "Authorization: Bearer " + talk.token());
            if (!unread) {
                connection.answer();
            }
        }
    }

    private static void line(Attacker attacker) throws IOException {
        var one = attacker.chat(0);
        var other = attacker.chat(1);
        var conversation = Talks.meet(one, other);
        one.drain();
        other.drain();
        for (int i = 0; i < 30; i++) {
            one.send(Talks.message(conversation, Bodies.CJK));
        }
        var page = "{\"conversationId\":\"" + conversation + "\",\"limit\":100}";
        for (int i = 0; attacker.more(); i++) {
            one.send(i % 2 == 0 ? Attacker.command("history", page) : Attacker.command("conversations", "{}"));
        }
    }

    private static void pipelined(Attacker attacker) throws IOException {
        var connection = attacker.connectUnread(0);
        do {
            for (int i = 0; i < PIPELINED; i++) {
                connection.request(CONTRACT, "");
            }
        } while (attacker.more());
    }

    private static void media(Attacker attacker) throws IOException {
        var connection = attacker.connect(0);
        do {
            var key = "20261101-" + UUID.randomUUID().toString().replace("-", "");
            connection.request("GET /media/" + key, "");
            connection.answer();
        } while (attacker.more());
    }
}
