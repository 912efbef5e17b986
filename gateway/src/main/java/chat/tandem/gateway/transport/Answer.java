package chat.tandem.gateway.transport;

/** What came of a command. */
public sealed interface Answer {
    /**
     * It was carried out.
     *
     * @param data a JSON object
     */
    record Done(String data) implements Answer {}

    /**
     * It was refused.
     *
     * @param error the error as a JSON object
     */
    record Refused(String error) implements Answer {}
}
