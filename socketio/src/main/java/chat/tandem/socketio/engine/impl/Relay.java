package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** How servers speak of a request that reached one of them and concerns a session of another. */
final class Relay {
    private static final String KIND = "kind";
    private static final String ID = "id";
    private static final String BODY = "body";
    private static final String BINARY = "binary";
    private static final String STATUS = "status";
    private static final String TYPE = "type";

    /** What is asked of a session's home. */
    enum Kind {
        /** A GET waits for packets. */
        POLL,
        /** A POST brought some. */
        POST,
        /** The client went away before a GET or a POST was answered. */
        ABORT,
        /** A WebSocket was opened for the session. */
        OPEN,
        /** What is to be sent over that WebSocket? */
        FETCH,
        /** Frames came over it. */
        BRING,
        /** It is closed. */
        GONE
    }

    /**
     * A question.
     *
     * @param id of the request or the WebSocket, made by the server that it reached
     */
    record Question(Kind kind, String id, JsonObject fields) {
        static Question of(Buffer question) {
            JsonObject json = question.toJsonObject();
            return new Question(Kind.valueOf(json.getString(KIND)), json.getString(ID), json);
        }

        static Question of(Kind kind, String id) {
            return new Question(
                    kind, id, new JsonObject().put(KIND, kind.name()).put(ID, id));
        }

        /** A POST with its body. */
        Question with(boolean binary, String body) {
            fields.put(BINARY, binary).put(BODY, body);
            return this;
        }

        boolean isBinary() {
            return fields.getBoolean(BINARY, false);
        }

        String body() {
            return fields.getString(BODY, "");
        }

        Buffer encoded() {
            return fields.toBuffer();
        }
    }

    private Relay() {}

    /** The answer to a GET or a POST. */
    static Buffer answer(int status, String type, String body) {
        return new JsonObject()
                .put(STATUS, status)
                .put(TYPE, type)
                .put(BODY, body)
                .toBuffer();
    }

    /** The answer to a GET or a POST that is refused. */
    static Buffer answer(EngineError error) {
        return answer(error.status(), "application/json", error.body());
    }

    /** Gives the client that answer. */
    static void pass(Buffer answer, Exchange to) {
        JsonObject json = answer.toJsonObject();
        to.answer(json.getInteger(STATUS), json.getString(TYPE), json.getString(BODY));
    }
}
