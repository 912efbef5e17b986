package chat.tandem.persistence.history;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.EntryId;
import chat.tandem.common.bus.ShardBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Redis knew of a conversation at one moment: where the stream of writes ended, and the newest messages.
 *
 * @param end the newest entry that still waits to be written; null when none does
 * @param log the conversation's replay log, oldest first; empty when it has none, or no longer
 * @param senders who wrote what is in the log
 */
record Tail(@Nullable EntryId end, List<HistoryMessage> log, Set<String> senders) {

    /** Looks. */
    static Future<Tail> read(ShardBus bus, String conversation) {
        Future<@Nullable EntryId> end = bus.newest(Addresses.MESSAGES);
        Future<List<Buffer>> log = bus.log(conversation);
        return Future.all(end, log).map(both -> of(end.result(), log.result()));
    }

    /** Whether everything up to this end has been written by now: it has left the stream. */
    Future<Boolean> written(ShardBus bus) {
        EntryId upTo = end;
        if (upTo == null) {
            return Future.succeededFuture(true);
        }
        return bus.oldest(Addresses.MESSAGES).map(oldest -> oldest == null || oldest.compareTo(upTo) > 0);
    }

    private static Tail of(@Nullable EntryId end, List<Buffer> entries) {
        List<HistoryMessage> log = new ArrayList<>();
        Set<String> senders = new HashSet<>();
        for (Buffer bytes : entries) {
            JsonObject message = new JsonObject(bytes);
            log.add(new HistoryMessage(message.getLong("sequence"), bytes));
            senders.add(message.getString("from"));
        }
        return new Tail(end, log, senders);
    }
}
