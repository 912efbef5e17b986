package chat.tandem.bench.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is sound, or nearly so, and gets mutated. */
final class Seeds {
    private static final String CHAT = "11111111-2222-4333-8444-555555555555";
    static final String HELLO = "{\"event\":\"hello\",\"id\":1,\"data\":{\"name\":\"Mallory\"}}";
    private static final String FORGED =
            "eyJraWQiOiJrMSIsImFsZyI6IkhTMjU2In0.eyJzdWIiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5fQ.AAAA";
    static final List<String> COMMANDS = List.of(
            HELLO,
            "{\"event\":\"hello\",\"id\":2,\"data\":{\"token\":\"" + FORGED + "\",\"resume\":{\"conversationId\":\""
                    + CHAT + "\",\"sequence\":7}}}",
            "{\"event\":\"join-queue\",\"id\":3,\"data\":{\"interests\":[\"chess\",\"Go\"]}}",
            "{\"event\":\"leave-queue\",\"id\":4}",
            "{\"event\":\"send-message\",\"id\":5,\"data\":{\"conversationId\":\"" + CHAT + "\",\"id\":\"" + CHAT
                    + "\",\"type\":\"text\",\"body\":\"Hello\"}}",
            "{\"event\":\"send-message\",\"id\":6,\"data\":{\"conversationId\":\"" + CHAT + "\",\"id\":\"" + CHAT
                    + "\",\"type\":\"image\",\"uploadId\":\"20260101-00\"}}",
            "{\"event\":\"typing\",\"data\":{\"conversationId\":\"" + CHAT + "\",\"typing\":true}}",
            "{\"event\":\"read\",\"id\":7,\"data\":{\"conversationId\":\"" + CHAT
                    + "\",\"sequence\":9007199254740991}}",
            "{\"event\":\"next\",\"id\":8,\"data\":{\"conversationId\":\"" + CHAT + "\"}}",
            "{\"event\":\"history\",\"id\":9,\"data\":{\"conversationId\":\"" + CHAT
                    + "\",\"before\":3,\"limit\":100}}",
            "{\"event\":\"conversations\",\"id\":10,\"data\":{\"before\":\"x\",\"limit\":1}}",
            "{\"event\":\"ping\",\"id\":11}");

    static final List<String> PACKETS = List.of(
            "40",
            "40{\"name\":\"Mallory\",\"token\":\"" + FORGED + "\"}",
            "40{\"pid\":\"p\",\"offset\":\"" + CHAT + ":7\"}",
            "40/elsewhere,{}",
            "41",
            "420[\"join-queue\",{\"interests\":[\"chess\"]}]",
            "421[\"send-message\",{\"conversationId\":\"" + CHAT + "\",\"id\":\"" + CHAT
                    + "\",\"type\":\"text\",\"body\":\"Hi\"}]",
            "42[\"typing\",{\"conversationId\":\"" + CHAT + "\",\"typing\":true}]",
            "42[\"ping\"]",
            "42[\"connect\",1]",
            "451-7[\"message\",{\"_placeholder\":true,\"num\":0}]",
            "430[{}]",
            "461-0[{\"_placeholder\":true,\"num\":0}]",
            "bAQID",
            "2probe",
            "3",
            "5",
            "6");

    static final List<String> REQUESTS = List.of(
            request(
                    "GET /ws",
                    "",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                    "Origin: http://localhost"),
            request("GET /sse", "", "Last-Event-ID: " + CHAT + ":3", "Cookie: tandem-sse=abc"),
            request(
                    "POST /commands",
                    "{\"event\":\"ping\",\"id\":11}",
                    "Authorization: Bearer " + FORGED,
                    "Tandem-Connection: x",
                    "Content-Type: application/json",
                    "Content-Length: 24"),
            request("GET /socket.io/?EIO=4&transport=polling&sid=abc&t=1", ""),
            request("POST /socket.io/?EIO=4&transport=polling", "2\r\n40\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
            request(
                    "OPTIONS /socket.io/?EIO=4&transport=polling",
                    "",
                    "Origin: http://else.example",
                    "Access-Control-Request-Method: POST"),
            request("POST /api/guest", "{\"name\":\"Eve\"}", "Content-Length: 14"),
            request(
                    "GET /api/conversations/" + CHAT + "/messages?before=5&limit=3",
                    "",
                    "Authorization: Bearer " + FORGED));

    /**
     * A request whose answer ends.
     *
     * @param path without the slash in front
     */
    record Call(String method, String path, String body, List<String> headers) {}

    static final List<Call> CALLS = List.of(
            new Call("POST", "commands", COMMANDS.get(2), authorized("Tandem-Connection: abc")),
            new Call("POST", "commands", COMMANDS.get(4), List.of("Content-Type: application/json")),
            new Call("GET", "socket.io/?EIO=4&transport=polling&sid=abcdefghijklmnopqrst", "", List.of()),
            new Call("POST", "socket.io/?EIO=4&transport=polling&sid=abcdefghijklmnopqrst", PACKETS.get(5), List.of()),
            new Call("OPTIONS", "socket.io/?EIO=4&transport=polling", "", List.of("Origin: http://else.example")),
            new Call("POST", "api/guest", "{\"name\":\"Eve\"}", List.of("Content-Type: application/json")),
            new Call("POST", "api/sse-session", "", authorized("Accept: */*")),
            new Call("GET", "api/conversations?before=x&limit=3", "", authorized("Accept: */*")),
            new Call("GET", "api/conversations/" + CHAT + "/messages?before=5&limit=3", "", authorized("X: y")),
            new Call("GET", "api/me/export", "", authorized("Accept-Encoding: gzip")),
            new Call("DELETE", "api/me", "", authorized("X-Forwarded-For: 1.2.3.4, [::1]:5")),
            new Call("GET", "media/20261101-0123456789abcdef0123456789abcdef", "", List.of("Range: bytes=0-1")),
            new Call("GET", "tandem.js?v=1", "", List.of("If-None-Match: \"x\"", "Cookie: tandem-sse=abc")));

    private static List<String> authorized(String more) {
        return List.of("Authorization: Bearer " + FORGED, "Content-Type: application/json", more);
    }

    private static String request(String line, String body, String... headers) {
        String lines = Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        return line + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n" + body;
    }

    private Seeds() {}
}
