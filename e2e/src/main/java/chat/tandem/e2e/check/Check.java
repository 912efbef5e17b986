package chat.tandem.e2e.check;

import chat.tandem.bench.check.CheckResult;
import chat.tandem.bench.check.CheckRun;
import chat.tandem.bench.check.CheckSettings;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run of the checker over stores and services that are started for it alone. */
final class Check {
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private Check() {}

    /**
     * Runs, and returns when all processes have ended.
     *
     * @param overlay a folder that stands before the services' own classes and scripts
     * @param keep a folder for the history and the services' logs
     */
    static CheckResult run(
            CheckSettings settings, @Nullable Path overlay, @Nullable Path keep, Consumer<String> progress) {
        try (var redis = RedisProcess.startDurable();
                var postgres = PostgresProcess.start();
                var processes = Processes.of(
                        environment(settings, redis.url(), postgres.url()),
                        JVM,
                        Stream.ofNullable(overlay).toList())) {
            var result = CheckRun.run(
                    settings,
                    wires -> BreakableDeployment.start(settings, redis, postgres, processes, wires),
                    progress);
            if (keep != null) {
                keep(result, processes, Files.createDirectories(keep.resolve("seed-" + settings.seed())));
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keep(CheckResult result, Processes processes, Path folder) throws IOException {
        result.history().write(folder.resolve("history"));
        for (var process : processes.started()) {
            Files.writeString(folder.resolve(process.name() + ".log"), process.log());
        }
    }

    private static Map<String, String> environment(CheckSettings settings, String redis, String postgres) {
        var lease = settings.lease().toMillis() + "ms";
        var all = new HashMap<String, String>();
        all.put("TANDEM_REDIS_URL", redis);
        all.put("TANDEM_POSTGRES_URL", postgres);
        all.put("TANDEM_TOKEN_SECRET", "k1:for this machine alone but long enough for a key");
        all.put("TANDEM_LIMIT_EXEMPT", "127.0.0.0/8");
        all.put("TANDEM_LIMIT_GUESTS", "off");
        all.put("TANDEM_GATEWAY_LEASE", lease);
        all.put("TANDEM_READER_LEASE", lease);
        all.put("TANDEM_GRACE", settings.grace().toMillis() + "ms");
        all.put("TANDEM_HEARTBEAT", "3s");
        all.put("TANDEM_PATIENCE", "3s");
        all.put("TANDEM_LAST_RESORT", "2s");
        all.put("TANDEM_DRAIN", "10s");
        all.put("TANDEM_GATEWAY_LOOPS", "2");
        all.put("TANDEM_LOG_LEVEL", "INFO"); // whatever this program's own is
        return all;
    }
}
