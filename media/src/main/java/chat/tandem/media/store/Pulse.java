package chat.tandem.media.store;

import chat.tandem.common.ops.Status;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store is there. Who wants to know gets an answer that is no older than a second; all who ask at once share
 * one look. In between it looks by itself now and then, for the health page. Used on one Vert.x context.
 */
public final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Supplier<Future<Void>> question;
    private volatile Status status = Status.down("not asked yet");
    private @Nullable Future<Void> look;
    private boolean heard;
    private long heardAt;
    private long timer = -1;

    /**
     * Of one store.
     *
     * @param vertx where it runs
     * @param question asks the store for a sign of life; fails where there is none
     */
    public Pulse(Vertx vertx, Supplier<Future<Void>> question) {
        this.vertx = vertx;
        this.question = question;
    }

    /** Begins to look by itself. */
    public void start() {
        feel().onComplete(any -> timer = vertx.setPeriodic(ROUND.toMillis(), round -> feel()));
    }

    /** Ends that. */
    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** How it was at the last look; from any thread. */
    public Status status() {
        return status;
    }

    /** Succeeds if the store has answered within the last second or does so now, else fails with the fault. */
    public Future<Void> alive() {
        return heard && System.nanoTime() - heardAt < FRESH_NANOS ? Future.succeededFuture() : feel();
    }

    private Future<Void> feel() {
        if (look == null) {
            Future<Void> begun = question.get();
            look = begun; // First: an answer that is there already is heard before onComplete returns.
            begun.onComplete(this::heard);
            return begun;
        }
        return look;
    }

    private void heard(AsyncResult<Void> answer) {
        look = null;
        heard = answer.succeeded();
        heardAt = System.nanoTime();
        show(answer.succeeded() ? Status.up("answers") : Status.down("no answer: " + reason(answer.cause())));
    }

    private static String reason(Throwable fault) {
        return fault instanceof StoreFaultException known ? String.valueOf(known.getMessage()) : "a fault of ours";
    }

    private void show(Status now) {
        if (now.up() != status.up()) {
            LOG.atLevel(now.up() ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.WARN)
                    .log("The object store: {}", now.reason());
        }
        status = now;
    }
}
