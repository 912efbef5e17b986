package chat.tandem.e2e.attack;

import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * How much memory is taken at one moment, in bytes; of the gateway that has the most.
 *
 * @param heap used, with what is not collected yet
 * @param direct in Netty's direct buffers
 * @param resident of the process
 * @param redis used by Redis
 */
public record Memory(long heap, long direct, long resident, long redis) {
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*\\} (\\S+)$");
    private static final Pattern DIRECT = Pattern.compile("(?m)^jvm_netty_direct_bytes(?:\\{.*\\})? (\\S+)$");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");
    private static final int PATIENCE_MILLIS = 2_000;

    static Memory of(List<ServiceProcess> gateways, RedisProcess redis) {
        var metrics = gateways.stream().map(Memory::metrics).toList();
        return new Memory(
                most(metrics, text -> sum(HEAP, text)),
                most(metrics, text -> sum(DIRECT, text)),
                most(gateways, gateway -> sum(RESIDENT, status(gateway)) << 10),
                sum(USED, redis.command("INFO", "memory")));
    }

    /** The larger of both, each by itself. */
    Memory max(Memory other) {
        return new Memory(
                Math.max(heap, other.heap),
                Math.max(direct, other.direct),
                Math.max(resident, other.resident),
                Math.max(redis, other.redis));
    }

    private static <T> long most(List<T> all, ToLongFunction<T> amount) {
        return all.stream().mapToLong(amount).max().orElse(0);
    }

    private static long sum(Pattern line, String text) {
        return line.matcher(text)
                .results()
                .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
                .sum();
    }

    /** Empty where the gateway does not answer now. */
    private static String metrics(ServiceProcess gateway) {
        try {
            var request = gateway.operations().resolve("/metrics").toURL().openConnection();
            request.setConnectTimeout(PATIENCE_MILLIS);
            request.setReadTimeout(PATIENCE_MILLIS);
            try (var in = request.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException silent) {
            return "";
        }
    }

    private static String status(ServiceProcess gateway) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(gateway.pid()), "status"));
        } catch (IOException gone) {
            return "";
        }
    }
}
