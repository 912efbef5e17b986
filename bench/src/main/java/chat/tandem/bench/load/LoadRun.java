package chat.tandem.bench.load;

import chat.tandem.bench.processor.ProcessorUse;
import chat.tandem.bench.processor.ThreadWatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of the load generator: connects everybody, runs the stages one after the other, and tells what it saw. */
final class LoadRun {
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final LoadSettings settings;
    private final Consumer<String> progress;
    private final Vertx vertx;
    private final List<LoadLoop> loops = new ArrayList<>();

    private LoadRun(LoadSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(settings.loops()).setPreferNativeTransport(true))
                .build();
    }

    /**
     * Runs, and blocks the calling thread until all is over.
     *
     * @param progress is told in a few words where it stands
     * @throws RuntimeException if the clients cannot be brought into their conversations
     */
    static LoadResult run(LoadSettings settings, Consumer<String> progress) {
        var run = new LoadRun(settings, progress);
        try {
            run.connect();
            var results = new ArrayList<StageResult>();
            for (int number = 0; number < settings.rates().size(); number++) {
                results.add(run.stage(number));
            }
            return LoadResult.of(settings, results);
        } finally {
            run.vertx.close().await();
        }
    }

    private void connect() {
        progress.accept("bringing " + settings.clients() + " clients into conversations");
        for (int share = 0; share < settings.loops(); share++) {
            loops.add(new LoadLoop(share, settings));
        }
        Future.all(loops.stream().map(vertx::deployVerticle).toList()).await();
    }

    private StageResult stage(int number) {
        var rate = settings.rates().get(number);
        progress.accept("running at " + rate + " messages per second");
        var start = System.nanoTime() + LEAD_NANOS;
        var from = start + settings.warmup().toNanos();
        var end = from + settings.measured().toNanos();
        var stage = new Stage(number, rate, settings.arrivals(), start, from, end);
        var tallies = loops.stream().map(loop -> loop.run(stage)).toList();
        sleepUntil(from);
        try (var watch = ThreadWatch.of("eventloop")) {
            var use = ProcessorUse.begin(settings.pids());
            sleepUntil(end);
            var used = use.end();
            var busiest = watch.busiest();
            var sum = new StageTally();
            tallies.forEach(tally -> sum.add(tally.await()));
            return StageResult.of(stage, sum, used, busiest);
        }
    }

    private void sleepUntil(long nanos) {
        var millis = TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
        if (millis > 0) {
            vertx.timer(millis).await();
        }
    }
}
