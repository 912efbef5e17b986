package chat.tandem.common.protocol;

/** The frames that go to clients, as JSON text: acknowledgements and events. */
public final class ServerFrames {
    private ServerFrames() {}

    /**
     * The acknowledgement of a command that was carried out.
     *
     * @param id the client's own id of the command
     * @param data a JSON object
     */
    public static String ack(long id, String data) {
        return "{\"ack\":" + id + ",\"data\":" + data + "}";
    }

    /**
     * The acknowledgement of a command that was refused.
     *
     * @param id the client's own id of the command
     * @param error the error as a JSON object
     */
    public static String refusal(long id, String error) {
        return "{\"ack\":" + id + ",\"error\":" + error + "}";
    }

    /**
     * An event.
     *
     * @param event its name, of our own making
     * @param data a JSON object
     */
    public static String event(String event, String data) {
        return "{\"event\":\"" + event + "\",\"data\":" + data + "}";
    }
}
