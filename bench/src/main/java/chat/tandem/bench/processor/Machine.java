package chat.tandem.bench.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of the whole machine since it started, by {@code /proc/stat}.
 *
 * @param busyNanos all processors together, whoever used them
 * @param idleNanos all processors together
 */
public record Machine(long busyNanos, long idleNanos) {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

    /** Now; all 0 where there is no {@code /proc/stat}. */
    public static Machine now() {
        var file = Path.of("/proc/stat");
        if (!Files.exists(file)) {
            return new Machine(0, 0);
        }
        try (var lines = Files.lines(file)) {
            return parse(lines.findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Time stolen by other virtual machines counts as busy: it was not there for us. */
    static Machine parse(String line) {
        var columns = line.substring("cpu".length()).trim().split(" ", -1);
        long busy = 0;
        long idle = 0;
        for (int column = 0; column <= STEAL; column++) {
            var ticks = Long.parseLong(columns[column]);
            if (column == IDLE || column == IO_WAIT) {
                idle += ticks;
            } else {
                busy += ticks;
            }
        }
        return new Machine(busy * NANOS_PER_TICK, idle * NANOS_PER_TICK);
    }

    /** What happened since an earlier moment. */
    public Machine since(Machine earlier) {
        return new Machine(busyNanos - earlier.busyNanos, idleNanos - earlier.idleNanos);
    }
}
