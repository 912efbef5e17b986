package chat.tandem.e2e.attack;

import chat.tandem.bench.attack.Flood;
import chat.tandem.bench.attack.Floods;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.S3Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@link Round}. */
@Command(
        name = "bench/attack",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Redis, PostgreSQL, a store for images and Tandem's services as processes of their own, two gateways at"
                    + " the sizes of k8s/base with every limit at its default, lets people chat at a steady rate, and"
                    + " floods in one way after the other, each first at a server that only reads, then at the gateways."
                    + " The result is a table in Markdown.",
            "Exit code: 0 if nobody was disturbed, 1 if a bound was broken (then the rows say which), 2 for bad arguments."
        })
public final class Main implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--list", description = "lists the floods and ends")
    private boolean list;

    @Option(names = "--only", split = ",", description = "only these floods")
    private List<String> only = List.of();

    @Option(names = "--seconds", defaultValue = "30", description = "of each flood (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--pairs", defaultValue = "100", description = "of people who chat (${DEFAULT-VALUE})")
    private int pairs;

    @Option(
            names = "--rate",
            defaultValue = "100",
            description = "messages per second of all of them (${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--addresses",
            defaultValue = "1",
            description = "networks that a flood comes from; with more than one the bounds on latency and on Redis are"
                    + " shown and not judged (${DEFAULT-VALUE})")
    private int addresses;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the services; may be repeated")
    private Map<String, String> own = new HashMap<>();

    private final List<String> broken = new ArrayList<>();
    private @Nullable Target target;

    private Main() {}

    /** Exits with the code of the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Floods.all().forEach(flood -> out().println(flood.name() + "\t" + flood.what()));
            return 0;
        }
        var settings = settings();
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.start();
                var s3 = S3Store.start();
                var sink = BenchProcess.sink()) {
            var sinks = sink.addresses();
            int number = 0;
            double quiet = new Round(settings, target(redis, postgres, s3), sinks, number++).quiet();
            out().print(Row.HEAD);
            for (var flood : only.isEmpty() ? names() : only) {
                print(new Round(settings, target(redis, postgres, s3), sinks, number++).run(flood, quiet));
            }
        } finally {
            close();
        }
        broken.forEach(out()::println);
        out().flush();
        return broken.isEmpty() ? 0 : 1;
    }

    private void print(Row row) {
        out().println(row.line());
        out().flush();
        var bounds = row.broken();
        if (!bounds.isEmpty()) {
            broken.add("BROKEN " + row.flood() + ": " + String.join("; ", bounds));
            spec.commandLine().getErr().println(broken.getLast());
            // The next one begins with processes of which nothing is to be said.
            close();
        }
    }

    private Target target(RedisProcess redis, PostgresProcess postgres, S3Store s3) {
        var now = target;
        if (now == null) {
            now = Target.start(redis, postgres.url(), s3, own);
            target = now;
        }
        return now;
    }

    private void close() {
        var now = target;
        if (now != null) {
            target = null;
            now.close();
        }
    }

    private static List<String> names() {
        return Floods.all().stream().map(Flood::name).toList();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private AttackSettings settings() {
        try {
            var unknown =
                    only.stream().filter(flood -> !names().contains(flood)).toList();
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("no flood is called " + unknown);
            }
            return new AttackSettings(pairs, rate, Duration.ofSeconds(seconds), addresses);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
