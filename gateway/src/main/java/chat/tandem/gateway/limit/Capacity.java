package chat.tandem.gateway.limit;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many connections of clients a process bears.
 *
 * @param openFiles how many files and sockets it may have open
 * @param heap its largest heap, in bytes
 */
public record Capacity(long openFiles, long heap) {
    /** For the stores, the operations port, the program's own files, and connections that are only told to go. */
    private static final long RESERVED_FILES = 512;

    /** Some three times what a silent WebSocket with its session takes, for what is under way. */
    private static final long HEAP_PER_CONNECTION = 32 * 1024;

    /** That of this process. */
    public static Capacity ofProcess() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        return new Capacity(files, Runtime.getRuntime().maxMemory());
    }

    /** So many connections, or as many as there can be; at least 1. */
    public int connections(int wanted) {
        long most = Math.min(openFiles - RESERVED_FILES, heap / HEAP_PER_CONNECTION);
        return Math.clamp(most, 1, wanted);
    }
}
