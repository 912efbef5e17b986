package chat.tandem.e2e.write;

import chat.tandem.bench.processor.Machine;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.persistence.PersistenceSettings;
import chat.tandem.persistence.schema.Migrations;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.RedisProcess;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of {@link Contest} and {@link WholePath}. */
@Command(
        name = "bench/write",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Stores messages in a PostgreSQL of its own that waits for the disk, as a deployed one does: by one INSERT per"
                    + " message, by multi-row VALUES, by COPY, and by Tandem's write queue, in turns, over the same"
                    + " number of connections. Then lets a persistence process write a backlog from a Redis of its own.",
            "Progress goes to standard error, the result to standard output as JSON."
        })
public final class Main implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--messages", defaultValue = "100000", description = "stored in a round (${DEFAULT-VALUE})")
    private int messages;

    @Option(
            names = "--singles",
            defaultValue = "10000",
            description = "stored in a round one by one (${DEFAULT-VALUE})")
    private int singles;

    @Option(names = "--rounds", defaultValue = "5", description = "after two that warm up (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--body", defaultValue = "120", description = "characters of a message (${DEFAULT-VALUE})")
    private int bodyLength;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx512m -XX:+UseSerialGC", description = "of persistence")
    private List<String> jvm = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of persistence, such as TANDEM_WRITE_BATCH; may be repeated")
    private Map<String, String> settings = new HashMap<>();

    private Main() {}

    /** Exits with 0, or 1 where it could not run, or 2 for bad arguments. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.startDurable()) {
            var all = new HashMap<>(settings);
            all.put("TANDEM_POSTGRES_URL", postgres.url());
            var persistence = PersistenceSettings.read(SettingsReader.of(all));
            Migrations.migrate(persistence.postgres().address(), 1);
            var before = Machine.now();
            var ways = contest(postgres, persistence);
            var whole = new WholePath(redis, postgres, bodyLength).run(jvm, settings, 2 * messages);
            print(ways, whole, persistence, Machine.now().since(before));
        }
        return 0;
    }

    private List<Measurement> contest(PostgresProcess postgres, PersistenceSettings persistence) throws Exception {
        int connections = persistence.postgres().writeConnections();
        try (var tandem = new TandemWay(persistence)) {
            var url = postgres.jdbcUrl();
            var entrants = List.of(
                    new Contest.Entrant(JdbcWay.singleInserts(url, connections), singles),
                    new Contest.Entrant(JdbcWay.multiRowValues(url, connections), messages),
                    new Contest.Entrant(JdbcWay.copy(url, connections), messages),
                    new Contest.Entrant(tandem, messages));
            return new Contest(postgres, bodyLength, this::say).run(entrants, rounds);
        }
    }

    private void print(List<Measurement> ways, WholePath.Result whole, PersistenceSettings persistence, Machine machine)
            throws Exception {
        var tandem = ways.getLast().perSecond();
        var result = new LinkedHashMap<String, Object>();
        result.put("ways", ways);
        result.put("timesSingleInserts", rounded(tandem / ways.get(0).perSecond()));
        result.put("timesMultiRowValues", rounded(tandem / ways.get(1).perSecond()));
        result.put("partOfCopy", rounded(tandem / ways.get(2).perSecond()));
        result.put("wholePath", whole);
        result.put("connections", persistence.postgres().writeConnections());
        result.put("batch", persistence.batch());
        result.put("bodyLength", bodyLength);
        result.put("processors", Runtime.getRuntime().availableProcessors());
        result.put("machineBusy", rounded((double) machine.busyNanos() / (machine.busyNanos() + machine.idleNanos())));
        spec.commandLine()
                .getOut()
                .println(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(result));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private void say(String progress) {
        spec.commandLine().getErr().println(progress);
    }
}
