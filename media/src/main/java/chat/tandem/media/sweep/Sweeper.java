package chat.tandem.media.sweep;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.ops.Metric;
import chat.tandem.media.store.ObjectKeys;
import chat.tandem.media.store.ObjectStore;
import chat.tandem.media.store.ObjectStore.Listed;
import chat.tandem.media.store.StoreThreads;
import chat.tandem.media.upload.UploadSettings;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what nobody needs: bytes that were brought and never completed, and pictures that nobody sent in time. The
 * first it deletes; of the second it asks persistence, which alone knows what messages name, and which has those that
 * none does deleted. One instance sweeps at a time, {@link UploadSettings#sweepEvery} apart; what is lost on the way is
 * found by the next sweep.
 */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /** Sweeps may fail for so many days on end before something is left lying for good. */
    private static final int DAYS_OF_GRACE = 7;

    private static final long ANSWERED_WITHIN_MS = 600_000;

    /** Between two questions, so that those of clients are not kept waiting by a sweep. */
    private static final long PAUSE_MS = 1_000;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final ShardBus bus;
    private final StoreThreads threads;
    private final ObjectStore store;
    private final Deletions deletions;
    private final UploadSettings settings;
    private final String turn;
    private final Counter done;
    private final Counter failed;
    private long timer = -1;
    private boolean sweeping;

    /** @param bus of the first shard */
    public Sweeper(
            Vertx vertx,
            ShardBus bus,
            StoreThreads threads,
            ObjectStore store,
            Deletions deletions,
            UploadSettings settings) {
        this.vertx = vertx;
        this.bus = bus;
        this.threads = threads;
        this.store = store;
        this.deletions = deletions;
        this.settings = settings;
        this.done = bus.metrics().counter(Metric.SWEEPS, "done");
        this.failed = bus.metrics().counter(Metric.SWEEPS, "failed");
        this.turn = bus.keys().fixed("upload-sweep");
    }

    /** Begins to sweep whenever it is time and nobody else does. */
    public void start() {
        long pause = Math.min(
                LONGEST_PAUSE.toMillis(), settings.sweepEvery().dividedBy(2).toMillis());
        timer = vertx.setPeriodic(pause, tick -> sweepInTurn());
    }

    /** Begins no other sweep. */
    public void stop() {
        vertx.cancelTimer(timer);
    }

    private void sweepInTurn() {
        if (sweeping || !bus.commands().connected()) {
            return;
        }
        sweeping = true;
        takeTurn()
                .compose(ours -> ours ? sweep().recover(this::giveTurnBack) : Future.succeededFuture())
                .onFailure(fault -> LOG.warn("A sweep was cut short: {}", fault.getMessage()))
                .onComplete(done -> sweeping = false);
    }

    private Future<Boolean> takeTurn() {
        return bus.takeTurn(turn, settings.sweepEvery());
    }

    private Future<Void> giveTurnBack(Throwable fault) {
        return bus.giveTurnBack(turn).transform(done -> Future.failedFuture(fault));
    }

    private Future<Void> sweep() {
        Instant now = Instant.now();
        return listed(ObjectKeys.STAGING, now.minus(settings.uncompleted()))
                .compose(deletions::delete)
                .compose(deleted -> askOfDays(now, days(now)))
                .onComplete(over -> (over.succeeded() ? done : failed).increment());
    }

    /** The days whose pictures may have to go: those that are old enough, and some before. */
    private List<LocalDate> days(Instant now) {
        LocalDate last = LocalDate.ofInstant(now.minus(settings.unreferenced()), ZoneOffset.UTC);
        List<LocalDate> days = new ArrayList<>();
        for (int back = DAYS_OF_GRACE; back >= 0; back--) {
            days.add(last.minusDays(back));
        }
        return days;
    }

    private Future<Void> askOfDays(Instant now, List<LocalDate> days) {
        Future<Void> asked = Future.succeededFuture();
        for (LocalDate day : days) {
            asked = asked.compose(before -> askOf(ObjectKeys.servedOn(day), now.minus(settings.unreferenced()), null));
        }
        return asked;
    }

    private Future<Void> askOf(String prefix, Instant before, @Nullable String from) {
        return threads.run(() -> store.list(prefix, from))
                .compose(page -> ask(older(page.keys(), before))
                        .compose(asked -> page.next() == null
                                ? Future.succeededFuture()
                                : vertx.timer(PAUSE_MS).compose(later -> askOf(prefix, before, page.next()))));
    }

    private Future<Void> ask(List<String> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture();
        }
        JsonObject question = new JsonObject().put("keys", new JsonArray(keys));
        long deadline = bus.clock().now() + ANSWERED_WITHIN_MS;
        return bus.append(
                        Addresses.REQUESTS,
                        new ServiceRequest("find-unreferenced", "", "", deadline, "", question.toBuffer()))
                .mapEmpty();
    }

    private Future<List<String>> listed(String prefix, Instant before) {
        return threads.run(() -> {
            List<String> keys = new ArrayList<>();
            String from = null;
            do {
                ObjectStore.Page page = store.list(prefix, from);
                keys.addAll(older(page.keys(), before));
                from = page.next();
            } while (from != null);
            return keys;
        });
    }

    private static List<String> older(List<Listed> objects, Instant before) {
        return objects.stream()
                .filter(object -> object.modified().isBefore(before))
                .map(Listed::key)
                .toList();
    }
}
