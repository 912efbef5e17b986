package chat.tandem.common.state.model;

/**
 * A message about to be sent.
 *
 * @param prefix its data as JSON without the end
 * @param highest the highest sequence that its gateway has seen
 */
record Sending(String conversation, String id, String kind, String prefix, long highest) {
    @Override
    public String toString() {
        return conversation + " " + id + " above " + highest;
    }
}
