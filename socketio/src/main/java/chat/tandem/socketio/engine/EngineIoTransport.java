package chat.tandem.socketio.engine;

/** What carries a session's packets. */
public enum EngineIoTransport {
    /** HTTP long polling. */
    POLLING("polling"),
    /** One WebSocket. */
    WEBSOCKET("websocket");

    private final String token;

    EngineIoTransport(String token) {
        this.token = token;
    }

    /** The name as it stands in the query parameter {@code transport}. */
    public String token() {
        return token;
    }
}
