package chat.tandem.bench.check;

import chat.tandem.bench.check.fault.FaultRun;
import chat.tandem.bench.check.history.History;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Judge;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.visitor.Crowd;
import chat.tandem.bench.check.wire.Wires;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run: people come, faults come, all is healed, everybody comes to rest, and the judge looks. */
public final class CheckRun {
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 500;

    private final CheckSettings settings;
    private final Consumer<String> progress;
    private final Vertx vertx;
    private final @Nullable Lookout lookout;
    private final History history = new History();
    private final long began = System.nanoTime();

    private CheckRun(CheckSettings settings, Consumer<String> progress, Vertx vertx, @Nullable Lookout lookout) {
        this.settings = settings;
        this.progress = progress;
        this.vertx = vertx;
        this.lookout = lookout;
    }

    /**
     * Runs, and blocks the calling thread until the judge has spoken.
     *
     * @param deploy starts what is to be checked, its gateways behind the given proxies
     * @param progress is told in a few words where it stands
     */
    public static CheckResult run(CheckSettings settings, Function<Wires, Deployed> deploy, Consumer<String> progress) {
        return run(settings, deploy, progress, null);
    }

    /**
     * Runs until a promise is seen broken: to show that the judge notices. The result then holds the violations of that
     * promise alone, since the others are judged at rest. Where it is never seen broken, the run is a whole one.
     *
     * @param rule of which a violation stays one, however the run goes on
     */
    public static CheckResult runUntil(
            String rule, CheckSettings settings, Function<Wires, Deployed> deploy, Consumer<String> progress) {
        return run(settings, deploy, progress, new Lookout(rule));
    }

    private static CheckResult run(
            CheckSettings settings,
            Function<Wires, Deployed> deploy,
            Consumer<String> progress,
            @Nullable Lookout lookout) {
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        try {
            return new CheckRun(settings, progress, vertx, lookout).run(deploy);
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
        if (live(wires, deployed)) {
            phase("seen");
            return result(evidence(deployed.rowsNow()));
        }
        phase("mending");
        deployed.mend().forEach(wrong -> history.add(new What.Broken(wrong)));
        phase("calm");
        crowd.settle(SETTLE);
        phase("reading");
        crowd.readEverything();
        phase("judging");
        return result(evidence(deployed.rows()));
    }

    // ---- people and faults ----

    /** Returns whether what is looked out for was seen, and at once then. */
    private boolean live(Wires wires, Deployed deployed) {
        var breakage = new WireFaults(wires, deployed);
        if (pass(WARM_UP, new FaultRun(List.of(), breakage, history), deployed)) {
            return true;
        }
        var schedule = settings.schedule();
        phase("faults: " + schedule.size());
        return pass(settings.length(), new FaultRun(schedule, breakage, history), deployed);
    }

    private boolean pass(Duration length, FaultRun faults, Deployed deployed) {
        var end = System.nanoTime() + length.toNanos();
        while (!faults.over() || end - System.nanoTime() > 0) {
            faults.carryOutWhatIsDue();
            if (lookout != null && lookout.sees(evidence(deployed.rowsNow()))) {
                return true;
            }
            var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            var pause = Math.min(faults.millisToNext(), faults.over() ? left : LOOK_MILLIS);
            vertx.timer(Math.clamp(pause, 1, LOOK_MILLIS)).await();
        }
        return false;
    }

    // ---- the judge ----

    private Evidence evidence(Rows rows) {
        return new Evidence(history.entries(), history.beganEpochMillis(), settings.grace(), rows);
    }

    private CheckResult result(Evidence evidence) {
        var violations = Judge.judge(evidence);
        return new CheckResult(
                settings,
                Duration.ofNanos(System.nanoTime() - began),
                Totals.of(evidence.entries(), settings.schedule()),
                evidence.excused(),
                lookout == null ? violations : lookout.among(violations),
                evidence,
                history);
    }

    private void phase(String name) {
        progress.accept("%6.1f s  %s".formatted((System.nanoTime() - began) / 1e9, name));
        history.add(new What.Phase(name));
    }
}
