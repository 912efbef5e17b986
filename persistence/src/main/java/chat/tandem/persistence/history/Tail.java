package chat.tandem.persistence.history;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.persistence.request.PendingWrites;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Redis knew of a conversation at one moment: what waited to be written, and the newest messages.
 *
 * @param pending what still waited to be written in the shard
 * @param log the conversation's replay log, oldest first; empty when it has none, or no longer
 * @param senders who wrote what is in the log
 */
record Tail(PendingWrites pending, List<HistoryMessage> log, Set<String> senders) {

    /** Looks. */
    static Future<Tail> read(ShardBus bus, String conversation) {
        Future<PendingWrites> pending = PendingWrites.of(bus);
        Future<List<Buffer>> log = bus.log(conversation);
        return Future.all(pending, log).map(both -> of(pending.result(), log.result()));
    }

    /** The newest sequence that the log knows; 0 where it knows none. */
    long newest() {
        return log.stream().mapToLong(HistoryMessage::sequence).max().orElse(0);
    }

    private static Tail of(PendingWrites pending, List<Buffer> entries) {
        List<HistoryMessage> log = new ArrayList<>();
        Set<String> senders = new HashSet<>();
        for (Buffer bytes : entries) {
            JsonObject message = new JsonObject(bytes);
            log.add(new HistoryMessage(message.getLong("sequence"), bytes));
            senders.add(message.getString("from"));
        }
        return new Tail(pending, log, senders);
    }
}
