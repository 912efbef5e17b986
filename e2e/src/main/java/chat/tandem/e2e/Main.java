package chat.tandem.e2e;

import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Deploys Tandem on this machine, every service and store a process of its own, and runs {@code bench load} on it. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Redis, PostgreSQL and Tandem's services as processes of their own, runs bench load on the gateways,"
                    + " and stops all. The result is printed on standard output, with the processor time of each.",
            "All other options are those of bench load, such as --rate 500,2000 --seconds 20."
        })
public final class Main implements Callable<Integer> {
    @Option(names = "--gateway-processes", defaultValue = "2", description = "${DEFAULT-VALUE}")
    private int gateways;

    @Option(names = "--matcher-processes", defaultValue = "1", description = "${DEFAULT-VALUE}")
    private int matchers;

    @Option(names = "--persistence-processes", defaultValue = "1", description = "${DEFAULT-VALUE}")
    private int persistences;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx512m -XX:+UseSerialGC",
            description = "options of the services' virtual machines (${DEFAULT-VALUE})")
    private List<String> jvm = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the services; may be repeated")
    private List<String> settings = List.of();

    @Unmatched
    private List<String> load = new ArrayList<>();

    private Main() {}

    /** Exits with the code of {@code bench load}. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.start();
                var deployment = deploy(redis.url(), postgres.url())) {
            var code = new ProcessBuilder(command(deployment, redis.pid(), postgres.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                System.err.println(deployment.logs());
            }
            return code;
        }
    }

    private Deployment deploy(String redis, String postgres) {
        var all = new HashMap<>(Deployment.settings(redis, postgres));
        for (var setting : settings) {
            var parts = setting.split("=", 2);
            all.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        var services = new ArrayList<String>();
        services.addAll(Collections.nCopies(persistences, "persistence"));
        services.addAll(Collections.nCopies(matchers, "matcher"));
        services.addAll(Collections.nCopies(gateways, "gateway"));
        return Deployment.start(Processes.of(all, jvm), services);
    }

    private List<String> command(Deployment deployment, long redis, long postgres) {
        var arguments = new ArrayList<>(List.of("--pid", "redis=" + redis, "--pid", "postgres=" + postgres));
        arguments.addAll(load);
        return LoadProcess.command(deployment, arguments);
    }
}
