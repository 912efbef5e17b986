package chat.tandem.persistence.request;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.EntryId;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.Unfinished;
import chat.tandem.common.bus.WriteEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries that waited to be written in one shard at one moment. Once those that concern a question are written,
 * PostgreSQL knows all that was acknowledged before that moment and has to do with it; an entry of other people that
 * cannot be written holds nobody up.
 */
public final class PendingWrites {
    private static final long LOOK_AGAIN_MS = 25;
    private static final int AT_ONCE = 100;

    private final ShardBus bus;
    private final @Nullable EntryId newest;

    private PendingWrites(ShardBus bus, @Nullable EntryId newest) {
        this.bus = bus;
        this.newest = newest;
    }

    /** Those of this moment. */
    public static Future<PendingWrites> of(ShardBus bus) {
        return bus.newest(Addresses.MESSAGES).map(newest -> new PendingWrites(bus, newest));
    }

    /** Whether there were none. */
    public boolean none() {
        return newest == null;
    }

    /**
     * Completes when the writers have been given all of them and have finished those that concern the question: each is
     * stored, or a dead letter.
     *
     * @param concerning which entries the answer depends on
     * @param giveUpAt of {@link System#nanoTime}; then it fails with a {@link TimeoutException}
     */
    public Future<Void> written(Vertx vertx, Predicate<WriteEntry> concerning, long giveUpAt) {
        return newest == null ? Future.succeededFuture() : new Wait(vertx, bus, newest, concerning, giveUpAt).begin();
    }

    private record Wait(Vertx vertx, ShardBus bus, EntryId upTo, Predicate<WriteEntry> concerning, long giveUpAt) {

        Future<Void> begin() {
            return bus.unfinished(Addresses.MESSAGES, null, upTo, 1)
                    .compose(first -> first.isEmpty() ? Future.succeededFuture() : delivered());
        }

        /** What readers were not given yet may be very much, and is not looked through. */
        private Future<Void> delivered() {
            return bus.delivered(Addresses.MESSAGES)
                    .compose(
                            id -> id != null && id.compareTo(upTo) >= 0 ? finished(null, AT_ONCE) : later(this::begin));
        }

        /** Nothing up to {@code after} concerns the question, or is there any more. */
        private Future<Void> finished(@Nullable EntryId after, int count) {
            return bus.unfinished(Addresses.MESSAGES, after, upTo, count).compose(page -> {
                EntryId passed = after;
                for (Unfinished<WriteEntry> one : page) {
                    if (concerns(one)) {
                        EntryId before = passed;
                        return later(() -> finished(before, 1));
                    }
                    passed = one.id();
                }
                return page.size() < count && count > 1 ? Future.succeededFuture() : goOn(passed, page);
            });
        }

        private Future<Void> goOn(@Nullable EntryId passed, List<Unfinished<WriteEntry>> page) {
            return System.nanoTime() - giveUpAt >= 0 && !page.isEmpty() ? tooFarBehind() : finished(passed, AT_ONCE);
        }

        /** An entry that cannot be read can never be written. */
        private boolean concerns(Unfinished<WriteEntry> one) {
            return one.entry() != null && concerning.test(one.entry());
        }

        private Future<Void> later(Supplier<Future<Void>> look) {
            return System.nanoTime() - giveUpAt >= 0
                    ? tooFarBehind()
                    : vertx.timer(LOOK_AGAIN_MS).compose(over -> look.get());
        }

        private static Future<Void> tooFarBehind() {
            return Future.failedFuture(new TimeoutException("the writers are too far behind"));
        }
    }
}
