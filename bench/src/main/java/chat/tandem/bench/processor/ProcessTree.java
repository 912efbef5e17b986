package chat.tandem.bench.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Processes and their child processes, as Linux' {@code /proc} shows them.
 *
 * @param roots process ids
 */
public record ProcessTree(List<Long> roots) {
    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on every architecture Java runs on

    public ProcessTree {
        roots = List.copyOf(roots);
    }

    /**
     * The processor time that they have used, children that ended included, in nanoseconds, in steps of 10 ms. A
     * process that is gone counts 0.
     */
    public long processorNanos() {
        return roots.stream().mapToLong(ProcessTree::ofTree).sum();
    }

    private static long ofTree(long root) {
        var handle = ProcessHandle.of(root);
        if (handle.isEmpty()) {
            return 0;
        }
        return ofOne(root)
                + handle.get()
                        .descendants()
                        .mapToLong(child -> ofOne(child.pid()))
                        .sum();
    }

    private static long ofOne(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException e) {
            // A process that ends while it is read fails with ESRCH instead.
            if (ProcessHandle.of(pid).isEmpty()) {
                return 0;
            }
            throw new UncheckedIOException(e);
        }
    }

    /** Fields 14 to 17 of {@code /proc/<pid>/stat}: user and system time of the process and of its ended children. */
    static long parse(String stat) {
        var afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 14; field <= 17; field++) {
            ticks += Long.parseLong(afterName[field - 3]);
        }
        return ticks * NANOS_PER_TICK;
    }
}
