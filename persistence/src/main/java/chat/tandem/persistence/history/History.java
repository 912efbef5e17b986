package chat.tandem.persistence.history;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.persistence.request.Concerning;
import chat.tandem.persistence.request.NotFoundException;
import chat.tandem.persistence.request.PendingWrites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Answers pages of a conversation to its participants. What was acknowledged before the question is never missing: where
 * it has not reached PostgreSQL yet, it comes from the conversation's replay log, or, where the log does not reach back
 * to what is stored (or the conversation itself is not stored yet), the answer waits until the writers have stored what
 * they were given of the conversation before the question. A page has no holes.
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
            return complete(user, query, known, known.tail().newest(), giveUpAt);
        }
        if (!known.participants().isEmpty() && !known.participants().contains(user)) {
            return Future.failedFuture(new NotFoundException());
        }
        HistoryPage page = HistoryPage.of(query, known.messages(), known.tail().log(), 0);
        boolean participant =
                !known.participants().isEmpty() || known.tail().senders().contains(user.toString());
        if (participant && page.whole()) {
            return Future.succeededFuture(page.toJson());
        }
        return readWritten(query, known.tail(), known.tail().pending(), giveUpAt)
                .compose(all -> complete(user, query, all, known.tail().newest(), giveUpAt));
    }

    private Future<Known> readWritten(HistoryQuery query, Tail tail, PendingWrites pending, long giveUpAt) {
        return pending.written(vertx, Concerning.history(query.conversation()), giveUpAt)
                .compose(written -> readStored(query, tail));
    }

    /**
     * With everything stored that was said before the question. What was said since may be there in part. Where nothing
     * tells how far the one reaches, the page is read once more, when all is written that had its sequence before the
     * messages in it.
     *
     * @param settled see {@link HistoryPage#of}
     */
    private Future<Buffer> complete(UUID user, HistoryQuery query, Known known, long settled, long giveUpAt) {
        if (!known.participants().contains(user)) {
            return Future.failedFuture(new NotFoundException());
        }
        HistoryPage page = HistoryPage.of(query, known.messages(), List.of(), settled);
        if (!page.broken()) {
            return Future.succeededFuture(page.toJson());
        }
        long seen = known.messages().stream()
                .mapToLong(HistoryMessage::sequence)
                .max()
                .orElse(0);
        return PendingWrites.of(bus)
                .compose(pending -> readWritten(query, known.tail(), pending, giveUpAt))
                .compose(all -> complete(user, query, all, seen, giveUpAt));
    }
}
