package chat.tandem.gateway.shard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which data set a Redis holds. The id changes with a restart and with a failover: after either, what was acknowledged
 * last may be missing.
 */
final class ReplicationId {
    private static final Pattern LINE = Pattern.compile("master_replid:(\\w+)");

    private ReplicationId() {}

    /** The id in the text of {@code INFO replication}; empty where a server does not say. */
    static String in(String info) {
        Matcher line = LINE.matcher(info);
        return line.find() ? line.group(1) : "";
    }
}
