package chat.tandem.bench.attack;

import static chat.tandem.bench.raw.RawFrame.CONTINUATION;
import static chat.tandem.bench.raw.RawFrame.FINAL;
import static chat.tandem.bench.raw.RawFrame.PING;
import static chat.tandem.bench.raw.RawFrame.TEXT;

import chat.tandem.bench.raw.RawFrame;
import chat.tandem.bench.raw.RawWebSocket;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Floods of frames over WebSockets. */
final class FrameFloods {
    private static final int AT_ONCE = 256;
    private static final byte[] PINGS = RawFrame.repeat(RawFrame.of(PING, new byte[8]), AT_ONCE);
    private static final byte[] START = RawFrame.of(TEXT, new byte[0]);
    private static final byte[] EMPTY_FRAGMENTS = RawFrame.repeat(RawFrame.of(CONTINUATION, new byte[0]), AT_ONCE);
    private static final byte[] ONE_BYTE_FRAGMENTS =
            RawFrame.repeat(RawFrame.of(CONTINUATION, new byte[] {'a'}), AT_ONCE);
    private static final byte[] EMPTY_MESSAGES = RawFrame.repeat(RawFrame.of(FINAL | TEXT, new byte[0]), AT_ONCE);
    private static final byte[] QUESTIONS = RawFrame.repeat(Attacker.command("conversations", "{}"), 16);
    private static final byte[] PIECE = new byte[16_384];
    private static final long HUGE = 1L << 40;

    private FrameFloods() {}

    static List<Flood> all() {
        return List.of(
                frames("ws-pings", "pings before hello, answers unread", false, PINGS),
                frames("ws-pings-hello", "pings after hello, answers unread", true, PINGS),
                new Flood(
                        "engine-pings",
                        "pings on a Socket.IO WebSocket, answers unread",
                        4,
                        1_000,
                        Set.of(),
                        attacker -> repeat(attacker, attacker.engine(), PINGS)),
                fragments("ws-empty-fragments", "a message of empty fragments", false, EMPTY_FRAGMENTS),
                fragments("ws-empty-fragments-hello", "the same after hello", true, EMPTY_FRAGMENTS),
                fragments("ws-one-byte-fragments", "messages in fragments of one byte", false, ONE_BYTE_FRAGMENTS),
                frames("ws-empty-messages", "empty messages, answers unread", true, EMPTY_MESSAGES),
                new Flood("ws-oversized", "frames of a terabyte", 8, 500, Set.of("close 1009"), FrameFloods::oversized),
                new Flood(
                        "ws-json",
                        "JSON of 60 KB: deep, wide, doubled, escaped",
                        8,
                        100,
                        Set.of("error invalid-frame", "error unknown-event", "error too-large", "close 4503"),
                        FrameFloods::json),
                new Flood(
                        "ws-unread",
                        "commands whose answers nobody reads",
                        8,
                        200,
                        Set.of(),
                        attacker -> repeat(attacker, attacker.chat(0), QUESTIONS)));
    }

    private static Flood frames(String name, String what, boolean hello, byte[] frames) {
        return new Flood(
                name,
                what,
                4,
                1_000,
                Set.of("error invalid-frame", "close 4503"),
                attacker -> repeat(attacker, hello ? attacker.chat(0) : attacker.webSocket(), frames));
    }

    private static void repeat(Attacker attacker, RawWebSocket socket, byte[] frames) throws IOException {
        while (attacker.more()) {
            socket.send(frames);
        }
    }

    private static Flood fragments(String name, String what, boolean hello, byte[] fragments) {
        return new Flood(name, what, 4, 1_000, Set.of("close 1009", "error not-authenticated"), attacker -> {
            var socket = hello ? attacker.chat(0) : attacker.webSocket();
            socket.drain();
            socket.send(START);
            repeat(attacker, socket, fragments);
        });
    }

    private static void oversized(Attacker attacker) throws IOException {
        var socket = attacker.webSocket();
        socket.drain();
        socket.send(RawFrame.head(FINAL | TEXT, HUGE));
        repeat(attacker, socket, PIECE);
    }

    private static void json(Attacker attacker) throws IOException {
        var socket = attacker.chat(0);
        socket.drain();
        for (int i = 0; attacker.more(); i++) {
            socket.send(Bodies.HARD_JSON.get(i % Bodies.HARD_JSON.size()));
        }
    }
}
