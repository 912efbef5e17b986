package chat.tandem.socketio.engine.impl;

/** A polling client's request and its one answer, on whichever server it arrived. */
abstract class Exchange {
    private static final String PACKETS = "text/plain; charset=UTF-8";

    /** Whether the body claims to be binary, which it never is. */
    abstract boolean isBinary();

    /** Answers; the first answer counts. */
    abstract void answer(int status, String type, String body);

    /** Answers a poll. */
    final void packets(String payload) {
        answer(200, PACKETS, payload);
    }

    /** Says that the packets were taken. HTML keeps old browsers from offering a download. */
    final void taken() {
        answer(200, "text/html", "ok");
    }

    /** Refuses with one of the protocol's errors. */
    final void refuse(EngineError error) {
        answer(error.status(), "application/json", error.body());
    }

    /** Refuses with a bare status. */
    final void refuse(int status) {
        answer(status, "text/plain", "");
    }
}
