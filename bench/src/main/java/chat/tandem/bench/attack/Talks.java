package chat.tandem.bench.attack;

import chat.tandem.bench.raw.RawConnection;
import chat.tandem.bench.raw.RawWebSocket;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Conversations between guests of a flood, and what is written in them. */
final class Talks {
    private static final Pattern MATCHED = Pattern.compile("matched.*\"conversationId\":\"([^\"]+)\"");
    private static final Pattern SESSION = Pattern.compile("event: session");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern CONNECTION = Pattern.compile("\"connectionId\":\"([^\"]+)\"");
    private static final Pattern BLOCK_END = Pattern.compile("\n\n");
    private static final int LONG_MESSAGES = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Talk shared;

    /**
     * A conversation and the token of one who is in it.
     *
     * @param token of a guest
     */
    record Talk(String token, String conversation) {}

    /**
     * A stream of server-sent events.
     *
     * @param token of its guest
     * @param id of the connection, for commands
     */
    record Stream(RawConnection connection, String token, String id) {
        /** The headers of its commands. */
        String[] headers() {
            return new String[] {
                "Authorization: Bearer " + token, "Tandem-Connection: " + id, "Content-Type: application/json"
            };
        }
    }

    /** Brings two of them together, and returns the conversation. */
    static String meet(RawWebSocket one, RawWebSocket other) throws IOException {
        var join = join();
        one.send(join);
        other.send(join);
        other.answer(MATCHED);
        return one.answer(MATCHED);
    }

    /** A frame with {@code join-queue} for an interest that nobody else has. */
    static byte[] join() {
        return Attacker.command(
                "join-queue", "{\"interests\":[\"" + Attacker.unique().substring(0, 30) + "\"]}");
    }

    /** A frame with a message. */
    static byte[] message(String conversation, String body) {
        return Attacker.command(
                "send-message",
                "{\"conversationId\":\"" + conversation + "\",\"id\":\"" + Attacker.unique()
                        + "\",\"type\":\"text\",\"body\":\"" + body + "\"}");
    }

    /** Opens {@code /sse} as a new guest. */
    static Stream stream(RawConnection connection) throws IOException {
        connection.request("GET /sse", "");
        var head = connection.head();
        if (!head.startsWith("HTTP/1.1 200")) {
            throw new IOException("no stream");
        }
        connection.until(SESSION);
        var session = connection.until(BLOCK_END);
        return new Stream(connection, Attacker.found(TOKEN, session), Attacker.found(CONNECTION, session));
    }

    /** One conversation with long messages in it, made by the first who asks. */
    Talk shared(Attacker attacker) throws IOException {
        lock.lock();
        try {
            var talk = shared;
            if (talk == null) {
                talk = make(attacker);
                shared = talk;
            }
            return talk;
        } finally {
            lock.unlock();
        }
    }

    private static Talk make(Attacker attacker) throws IOException {
        var token = attacker.guest(attacker.connect(0));
        var one = RawWebSocket.open(attacker.connect(0), "/ws");
        one.send("{\"event\":\"hello\",\"id\":1,\"data\":{\"token\":\"" + token + "\"}}");
        var other = attacker.chat(1);
        var conversation = meet(one, other);
        one.drain();
        other.drain();
        for (int i = 0; i < LONG_MESSAGES; i++) {
            other.send(message(conversation, Bodies.CJK));
        }
        return new Talk(token, conversation);
    }
}
