package chat.tandem.common.state;

import java.util.List;

/**
 * The names of a shard's keys. All begin with the shard's hash tag, so that one script can change everything that
 * belongs together: {@code {0}:sessions}.
 *
 * @param tag the hash tag with its braces, {@code {0}}
 */
public record Keys(String tag) {

    /** The shard's name, for people: its tag without the braces. */
    public String name() {
        return tag.substring(1, tag.length() - 1);
    }

    /** A fixed key, by its name in the key table of {@code docs/ARCHITECTURE.md}. */
    public String fixed(String name) {
        return tag + ":" + name;
    }

    /** Fixed keys, in the order of their names. */
    public List<String> fixed(List<String> names) {
        return names.stream().map(this::fixed).toList();
    }

    /** The stream from which one gateway reads what its clients are to be told. */
    public String inbox(String gateway) {
        return tag + ":inbox:" + gateway;
    }

    /** The set of the users that a gateway holds. */
    public String on(String gateway) {
        return tag + ":on:" + gateway;
    }

    /** The list of a conversation's newest messages. */
    public String log(String conversation) {
        return tag + ":log:" + conversation;
    }

    /** The hash of a conversation's first results by sender and message id. */
    public String seen(String conversation) {
        return tag + ":seen:" + conversation;
    }

    /** The gateway at which a connection lives that requests to other gateways may concern. */
    public String at(String place) {
        return tag + ":at:" + place;
    }

    /** What is known of an upload. */
    public String upload(String id) {
        return tag + ":upload:" + id;
    }

    /** The limit on a user's uploads. */
    public String uploadLimit(String user) {
        return tag + ":upload-limit:" + user;
    }

    /** The limit on the guests of a network. */
    public String guests(String network) {
        return tag + ":guests:" + network;
    }

    /** The limit on a user's questions. */
    public String questionLimit(String user) {
        return tag + ":question-limit:" + user;
    }

    /** When a user was erased. */
    public String erased(String user) {
        return tag + ":erased:" + user;
    }
}
