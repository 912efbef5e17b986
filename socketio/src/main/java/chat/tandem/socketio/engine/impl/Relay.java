package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** How servers speak of a request that reached one of them and concerns a session of another: as bytes, bodies as they came. */
final class Relay {
    private static final Buffer EMPTY = Buffer.buffer(0);

    /** What is asked of a session's home, with its letter on the wire. */
    enum Kind {
        /** A GET waits for packets. */
        POLL('g'),
        /** A POST brought some. */
        POST('p'),
        /** The client went away before a GET or a POST was answered. */
        ABORT('a'),
        /** A WebSocket was opened for the session. */
        OPEN('o'),
        /** What is to be sent over that WebSocket? */
        FETCH('f'),
        /** Frames came over it. */
        BRING('b'),
        /** It is closed. */
        GONE('x');

        private final byte letter;

        Kind(char letter) {
            this.letter = (byte) letter;
        }

        static Kind of(byte letter) {
            return Stream.of(values())
                    .filter(kind -> kind.letter == letter)
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException("an unknown kind of question"));
        }
    }

    /**
     * A question. On the wire: the kind, whether the body claims to be binary, the length of the id, a byte each; the id; the body.
     *
     * @param id of the request or the WebSocket, made by the server that it reached
     * @param body of a POST, or the {@link TunnelFrames} of a BRING
     */
    record Question(Kind kind, String id, boolean isBinary, Buffer body) {
        static Question of(Buffer question) {
            int end = 3 + question.getUnsignedByte(2);
            return new Question(
                    Kind.of(question.getByte(0)),
                    question.getString(3, end),
                    question.getByte(1) == 1,
                    question.getBuffer(end, question.length()));
        }

        static Question of(Kind kind, String id) {
            return new Question(kind, id, false, EMPTY);
        }

        Buffer encoded() {
            byte[] name = id.getBytes(StandardCharsets.UTF_8);
            return Buffer.buffer(3 + name.length + body.length())
                    .appendByte(kind.letter)
                    .appendByte((byte) (isBinary ? 1 : 0))
                    .appendUnsignedByte((short) name.length)
                    .appendBytes(name)
                    .appendBuffer(body);
        }
    }

    private Relay() {}

    /** The answer to a GET or a POST: the status in two bytes, the length of the type in one; the type; the body. */
    static Buffer answer(int status, String type, String body) {
        return Buffer.buffer(3 + type.length() + body.length())
                .appendUnsignedShort(status)
                .appendUnsignedByte((short) type.length())
                .appendString(type)
                .appendString(body);
    }

    /** The answer to a GET or a POST that is refused. */
    static Buffer answer(EngineError error) {
        return answer(error.status(), "application/json", error.body());
    }

    /** Gives the client that answer. */
    static void pass(Buffer answer, Exchange to) {
        int end = 3 + answer.getUnsignedByte(2);
        to.answer(answer.getUnsignedShort(0), answer.getString(3, end), answer.getString(end, answer.length()));
    }
}
