package chat.tandem.bench.check.fault;

import chat.tandem.bench.check.history.History;
import chat.tandem.bench.check.history.What;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Carries out a schedule, each step at its time or as soon after it as the one before lets it, and notes the steps. */
public final class FaultRun {
    private record Step(Fault fault, boolean heals, long atMillis) {}

    private final Breakage breakage;
    private final History history;
    private final Deque<Step> steps;
    private final long began = System.nanoTime();

    /** The times of the faults count from now. */
    public FaultRun(List<Fault> faults, Breakage breakage, History history) {
        this.breakage = breakage;
        this.history = history;
        this.steps = steps(faults);
    }

    private static Deque<Step> steps(List<Fault> faults) {
        var steps = new ArrayList<Step>();
        for (var fault : faults) {
            steps.add(new Step(fault, false, fault.atMillis()));
            steps.add(new Step(fault, true, fault.endMillis()));
        }
        steps.sort(Comparator.comparingLong(Step::atMillis)); // stable: what has no length is healed after it began
        return new ArrayDeque<>(steps);
    }

    /** Whether the last fault is healed. */
    public boolean over() {
        return steps.isEmpty();
    }

    /** Milliseconds until something is due: 0 where something is, {@link Long#MAX_VALUE} where nothing ever will be. */
    public long millisToNext() {
        var next = steps.peek();
        return next == null ? Long.MAX_VALUE : Math.max(0, next.atMillis() - millis());
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** Carries out what is due, and blocks the calling thread until that is done. */
    public void carryOutWhatIsDue() {
        while (millisToNext() == 0) {
            carryOut(steps.remove());
        }
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
