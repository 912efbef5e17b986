package chat.tandem.bench.check.fault;

import chat.tandem.bench.check.history.History;
import chat.tandem.bench.check.history.What;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Carries out a schedule, each step at its time or as soon after it as the one before lets it, and notes the steps. */
public final class FaultRun {
    private record Step(Fault fault, boolean heals, long atMillis) {}

    private final Vertx vertx;
    private final Breakage breakage;
    private final History history;

    /** @param vertx whose timers it waits on */
    public FaultRun(Vertx vertx, Breakage breakage, History history) {
        this.vertx = vertx;
        this.breakage = breakage;
        this.history = history;
    }

    /** Runs, and blocks the calling thread until the last fault is healed. */
    public void run(List<Fault> faults) {
        var began = System.nanoTime();
        for (var step : steps(faults)) {
            var wait = step.atMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            if (wait > 0) {
                vertx.timer(wait).await();
            }
            carryOut(step);
        }
    }

    private static List<Step> steps(List<Fault> faults) {
        var steps = new ArrayList<Step>();
        for (var fault : faults) {
            steps.add(new Step(fault, false, fault.atMillis()));
            steps.add(new Step(fault, true, fault.endMillis()));
        }
        steps.sort(Comparator.comparingLong(Step::atMillis)); // stable: what has no length is healed after it began
        return steps;
    }

    private void carryOut(Step step) {
        var fault = step.fault();
        if (step.heals()) {
            breakage.heal(fault);
            history.add(new What.Fault(fault.toString(), true, fault.kind().empties()));
        } else {
            history.add(new What.Fault(fault.toString(), false, fault.kind().empties()));
            breakage.begin(fault);
        }
    }
}
