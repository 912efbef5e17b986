package chat.tandem.e2e.check;

import chat.tandem.bench.check.CheckResult;
import chat.tandem.bench.check.CheckRun;
import chat.tandem.bench.check.CheckSettings;
import chat.tandem.bench.check.Deployed;
import chat.tandem.bench.check.wire.Wires;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the checker over services that are started for each run, a Redis of its own, and a database of its own. */
final class Check implements AutoCloseable {
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final PostgresProcess postgres;
    private final Databases databases;

    private Check(PostgresProcess postgres) {
        this.postgres = postgres;
        this.databases = Databases.over(postgres, Check::migrate);
    }

    /** Starts PostgreSQL, which the runs share: each has a database in it. */
    static Check open() {
        return new Check(PostgresProcess.start());
    }

    private static void migrate(String database) {
        try (var processes = Processes.of(Map.of("TANDEM_POSTGRES_URL", database), JVM)) {
            var code = processes.run("persistence", "migrate");
            if (code != 0) {
                throw new IllegalStateException("migrate ended with " + code + ":\n"
                        + processes.started().getFirst().log());
            }
        }
    }

    /**
     * What a run is to be beside its settings.
     *
     * @param overlay a folder that stands before the services' own classes and scripts
     * @param keep a folder for the history and the services' logs
     * @param until the promise that the run is to see broken, and then to end; see {@link CheckRun#runUntil}
     */
    record Extras(
            @Nullable Path overlay,
            @Nullable Path keep,
            @Nullable String until) {}

    /** Runs, and returns when all processes have ended. */
    CheckResult run(CheckSettings settings, Extras extras, Consumer<String> progress) {
        var database = databases.next();
        try (var redis = RedisProcess.startDurable();
                var processes = Processes.of(
                        environment(settings, redis.url(), database),
                        JVM,
                        Stream.ofNullable(extras.overlay()).toList())) {
            Function<Wires, Deployed> deploy =
                    wires -> BreakableDeployment.start(settings, redis, postgres, database, processes, wires);
            var result = extras.until() == null
                    ? CheckRun.run(settings, deploy, progress)
                    : CheckRun.runUntil(extras.until(), settings, deploy, progress);
            if (extras.keep() != null) {
                keep(result, processes, Files.createDirectories(extras.keep().resolve("seed-" + settings.seed())));
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        postgres.close();
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
