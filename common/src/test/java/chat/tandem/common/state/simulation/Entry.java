package chat.tandem.common.state.simulation;

import java.util.Map;

/** An entry of a gateway's inbox. Without a conversation that is empty, without a sequence 0. */
record Entry(String to, String event, String conversation, long sequence, String data) {
    static Entry of(Map<String, String> fields) {
        return new Entry(
                fields.getOrDefault("to", ""),
                fields.getOrDefault("event", ""),
                fields.getOrDefault("conversation", ""),
                Long.parseLong(fields.getOrDefault("sequence", "0")),
                fields.getOrDefault("data", ""));
    }

    Frame frame() {
        if (event.equals("conversation-ended")) {
            return new Frame.Ended(conversation, data.replaceAll(".*\"reason\":\"(.*?)\".*", "$1"), false);
        }
        return new Frame.Event(event, conversation, event.equals("receive-message") ? Said.of(data) : null);
    }
}
