package chat.tandem.common.state.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message as its event tells it. */
record Said(String conversation, String from, String id, long sequence, long sentAt) {
    private static final Pattern DATA = Pattern.compile(
            "\\{\"id\":\"(.*?)\",\"conversationId\":\"(.*?)\",\"from\":\"(.*?)\".*,\"sequence\":(\\d+),\"sentAt\":(\\d+)}");

    /** What a gateway hands to the script: the event up to what only the script knows. */
    static String prefix(String conversation, String from, String id) {
        return "{\"id\":\"" + id + "\",\"conversationId\":\"" + conversation + "\",\"from\":\"" + from
                + "\",\"type\":\"text\",\"body\":\"hi\"";
    }

    static Said of(String data) {
        Matcher parts = DATA.matcher(data);
        if (!parts.matches()) {
            throw new Violation(Rule.SEQUENCE, "not a message: " + data);
        }
        return new Said(
                parts.group(2),
                parts.group(3),
                parts.group(1),
                Long.parseLong(parts.group(4)),
                Long.parseLong(parts.group(5)));
    }

    /** A message is this and nothing else. */
    String identity() {
        return conversation + " " + from + " " + id;
    }
}
