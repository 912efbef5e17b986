package chat.tandem.bench.check;

import chat.tandem.bench.check.fault.FaultRun;
import chat.tandem.bench.check.history.History;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Judge;
import chat.tandem.bench.check.visitor.Crowd;
import chat.tandem.bench.check.wire.Wires;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run: people come, faults come, all is healed, everybody comes to rest, and the judge looks. */
public final class CheckRun {
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private final CheckSettings settings;
    private final Consumer<String> progress;
    private final Vertx vertx;
    private final History history = new History();
    private final long began = System.nanoTime();

    private CheckRun(CheckSettings settings, Consumer<String> progress, Vertx vertx) {
        this.settings = settings;
        this.progress = progress;
        this.vertx = vertx;
    }

    /**
     * Runs, and blocks the calling thread until the judge has spoken.
     *
     * @param deploy starts what is to be checked, its gateways behind the given proxies
     * @param progress is told in a few words where it stands
     */
    public static CheckResult run(CheckSettings settings, Function<Wires, Deployed> deploy, Consumer<String> progress) {
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        try {
            return new CheckRun(settings, progress, vertx).run(deploy);
        } finally {
            vertx.close().await();
        }
    }

    private CheckResult run(Function<Wires, Deployed> deploy) {
        var context = vertx.getOrCreateContext();
        var wires = new Wires(vertx, context);
        phase("deploying");
        var deployed = deploy.apply(wires);
        var crowd = new Crowd(vertx, context, history, wires, deployed.addresses(), settings.grace());
        phase("arriving");
        crowd.arrive(settings.clients(), settings.seed());
        vertx.timer(WARM_UP.toMillis()).await();
        injectFaults(wires, deployed);
        phase("mending");
        deployed.mend().forEach(wrong -> history.add(new What.Broken(wrong)));
        phase("calm");
        crowd.settle(SETTLE);
        phase("reading");
        crowd.readEverything();
        phase("judging");
        return judge(deployed);
    }

    private void injectFaults(Wires wires, Deployed deployed) {
        var end = System.nanoTime() + settings.length().toNanos();
        var schedule = settings.schedule();
        phase("faults: " + schedule.size());
        new FaultRun(vertx, new WireFaults(wires, deployed), history).run(schedule);
        var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left > 0) {
            vertx.timer(left).await();
        }
    }

    private CheckResult judge(Deployed deployed) {
        var entries = history.entries();
        var evidence = new Evidence(entries, history.beganEpochMillis(), settings.grace(), deployed.rows());
        var violations = Judge.judge(evidence);
        return new CheckResult(
                settings,
                Duration.ofNanos(System.nanoTime() - began),
                Totals.of(entries, settings.schedule()),
                evidence.excused(),
                violations,
                evidence,
                history);
    }

    private void phase(String name) {
        progress.accept(name);
        history.add(new What.Phase(name));
    }
}
