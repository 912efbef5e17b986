package chat.tandem.persistence.history;

import chat.tandem.common.bus.ShardBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
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
        Future<@Nullable EntryId> end = edge(bus, Command.XREVRANGE, "+", "-");
        Future<@Nullable Response> log = bus.commands()
                .send(Request.cmd(Command.LRANGE)
                        .arg(bus.keys().log(conversation))
                        .arg("0")
                        .arg("-1"));
        return Future.all(end, log).map(both -> of(end.result(), log.result()));
    }

    /** Whether everything up to this end has been written by now: it has left the stream. */
    Future<Boolean> written(ShardBus bus) {
        EntryId upTo = end;
        if (upTo == null) {
            return Future.succeededFuture(true);
        }
        return edge(bus, Command.XRANGE, "-", "+").map(oldest -> oldest == null || oldest.compareTo(upTo) > 0);
    }

    private static Tail of(@Nullable EntryId end, @Nullable Response entries) {
        List<HistoryMessage> log = new ArrayList<>();
        Set<String> senders = new HashSet<>();
        if (entries != null) {
            for (Response entry : entries) {
                Buffer bytes = entry.toBuffer();
                JsonObject message = new JsonObject(bytes);
                log.add(new HistoryMessage(message.getLong("sequence"), bytes));
                senders.add(message.getString("from"));
            }
        }
        return new Tail(end, log, senders);
    }

    private static Future<@Nullable EntryId> edge(ShardBus bus, Command command, String from, String to) {
        return bus.commands()
                .send(Request.cmd(command)
                        .arg(bus.keys().fixed("messages"))
                        .arg(from)
                        .arg(to)
                        .arg("COUNT")
                        .arg("1"))
                .map(entries -> entries == null || entries.size() == 0
                        ? null
                        : EntryId.parse(entries.get(0).get(0).toString()));
    }

    /**
     * The id of a stream's entry.
     *
     * @param ms Redis' time when it was appended
     * @param number its place among those of the same millisecond
     */
    record EntryId(long ms, long number) implements Comparable<EntryId> {

        static EntryId parse(String text) {
            int dash = text.indexOf('-');
            return new EntryId(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
        }

        @Override
        public int compareTo(EntryId other) {
            int byTime = Long.compare(ms, other.ms);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }
}
