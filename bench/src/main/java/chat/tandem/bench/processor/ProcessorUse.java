package chat.tandem.bench.processor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processor time used between two moments: by this process, by named others, and by the whole machine. */
public final class ProcessorUse {
    /** The name under which this process counts. */
    public static final String GENERATOR = "generator";

    private final Map<String, ProcessTree> processes = new LinkedHashMap<>();
    private final Map<String, Long> before;
    private final Machine machineBefore = Machine.now();

    private ProcessorUse(Map<String, List<Long>> pids) {
        processes.put(GENERATOR, new ProcessTree(List.of(ProcessHandle.current().pid())));
        pids.forEach((name, roots) -> processes.put(name, new ProcessTree(roots)));
        before = read();
    }

    /** From now on. */
    public static ProcessorUse begin(Map<String, List<Long>> pids) {
        return new ProcessorUse(pids);
    }

    private Map<String, Long> read() {
        var nanos = new LinkedHashMap<String, Long>();
        processes.forEach((name, tree) -> nanos.put(name, tree.processorNanos()));
        return nanos;
    }

    /** Until now. */
    public Used end() {
        var after = read();
        after.replaceAll((name, nanos) -> Math.max(0, nanos - before.getOrDefault(name, 0L)));
        return new Used(after, Machine.now().since(machineBefore));
    }

    /**
     * What was used.
     *
     * @param nanos by name
     * @param machine by everybody
     */
    public record Used(Map<String, Long> nanos, Machine machine) {

        /** The share of all processors, 0 to 1, that was busy. */
        public double busyShare() {
            return share(machine.busyNanos());
        }

        /** The share of all processors, 0 to 1, that processes took which were not named: a disturbed run. */
        public double othersShare() {
            var named = nanos.values().stream().mapToLong(Long::longValue).sum();
            return share(Math.max(0, machine.busyNanos() - named));
        }

        private double share(long part) {
            var all = machine.busyNanos() + machine.idleNanos();
            return all == 0 ? 0 : (double) part / all;
        }
    }
}
