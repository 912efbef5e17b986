package chat.tandem.persistence.history;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.persistence.request.NotFoundException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Answers pages of a conversation to its participants. What was acknowledged before the question is never missing: where
 * it has not reached PostgreSQL yet, it comes from the conversation's replay log, or, where the log does not reach back
 * to what is stored (or the conversation itself is not stored yet), the answer waits until the writers have passed the
 * moment of the question.
 */
public final class History {

    private final Vertx vertx;
    private final ShardBus bus;
    private final StoredMessages stored;

    /** Of one shard. */
    public History(Vertx vertx, ShardBus bus, StoredMessages stored) {
        this.vertx = vertx;
        this.bus = bus;
        this.stored = stored;
    }

    /** What both stores knew, PostgreSQL later than Redis. */
    private record Known(Tail tail, List<UUID> participants, List<HistoryMessage> messages) {}

    /**
     * A page.
     *
     * @param user who asks
     * @param query what is asked
     * @param patienceMs how long the answer may take
     * @return {@code {"messages", "more"}}; fails with {@link NotFoundException} for who is no participant, else when a
     *     store is away, or with {@link TimeoutException} when the writers are too far behind
     */
    public Future<Buffer> page(UUID user, HistoryQuery query, long patienceMs) {
        long giveUpAt = System.nanoTime() + patienceMs * 1_000_000;
        return Tail.read(bus, query.conversation().toString())
                .compose(tail -> readStored(query, tail))
                .compose(known -> answer(user, query, known, giveUpAt));
    }

    private Future<Known> readStored(HistoryQuery query, Tail tail) {
        Future<List<UUID>> participants = stored.participants(query.conversation());
        Future<List<HistoryMessage>> messages = stored.page(query, query.limit() + 1);
        return Future.all(participants, messages)
                .map(both -> new Known(tail, participants.result(), messages.result()));
    }

    private Future<Buffer> answer(UUID user, HistoryQuery query, Known known, long giveUpAt) {
        if (known.tail().pending().none()) {
            return complete(user, query, known);
        }
        if (!known.participants().isEmpty() && !known.participants().contains(user)) {
            return Future.failedFuture(new NotFoundException());
        }
        HistoryPage page = HistoryPage.of(query, known.messages(), known.tail().log());
        boolean participant =
                !known.participants().isEmpty() || known.tail().senders().contains(user.toString());
        if (participant && page.whole()) {
            return Future.succeededFuture(page.toJson());
        }
        return known.tail()
                .pending()
                .written(vertx, giveUpAt)
                .compose(written -> readStored(query, known.tail()))
                .compose(all -> complete(user, query, all));
    }

    /** With everything stored that there was. */
    private static Future<Buffer> complete(UUID user, HistoryQuery query, Known known) {
        if (!known.participants().contains(user)) {
            return Future.failedFuture(new NotFoundException());
        }
        HistoryPage page = HistoryPage.of(query, known.messages(), List.of());
        return Future.succeededFuture(page.toJson());
    }
}
