package chat.tandem.e2e.outage;

import chat.tandem.e2e.Deployment;
import chat.tandem.e2e.LoadProcess;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@link Outage}. */
@Command(
        name = "bench/outage",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Redis, PostgreSQL and Tandem's services as processes of their own, lets people talk, kills PostgreSQL"
                    + " in the midst, brings it back, and shows how far the write path was behind and that everything"
                    + " arrived. Progress goes to standard error, the result to standard output as JSON.",
            "Exit code: 0 if chat went on and every message was stored once, 1 if not or if it could not run, 2 for bad"
                    + " arguments."
        })
public final class Main implements Callable<Integer> {
    private static final List<String> SERVICES = List.of("persistence", "matcher", "gateway", "gateway");
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--rate", defaultValue = "1000", description = "messages per second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--clients", defaultValue = "400", description = "people, an even number (${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--stage", defaultValue = "30", description = "seconds of one part of the run (${DEFAULT-VALUE})")
    private int stage;

    @Option(
            names = "--before",
            defaultValue = "1",
            description = "parts before PostgreSQL is killed (${DEFAULT-VALUE})")
    private int before;

    @Option(names = "--away", defaultValue = "20", description = "parts without it (${DEFAULT-VALUE})")
    private int away;

    @Option(names = "--after", defaultValue = "4", description = "parts after its return (${DEFAULT-VALUE})")
    private int after;

    @Option(names = "--sample", defaultValue = "15", description = "seconds between two looks (${DEFAULT-VALUE})")
    private int sample;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the services; may be repeated")
    private Map<String, String> own = new HashMap<>();

    private Main() {}

    /** Exits with the code of the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws JsonProcessingException {
        var settings = settings();
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.start();
                var deployment = deploy(redis.url(), postgres.url());
                var load = LoadProcess.start(deployment, arguments(settings))) {
            var outcome = new Outage(settings, redis, postgres, System.err::println).run(load);
            print(outcome);
            if (!outcome.right()) {
                System.err.println(deployment.logs());
            }
            return outcome.right() ? 0 : 1;
        }
    }

    private Deployment deploy(String redis, String postgres) {
        var all = new HashMap<>(Deployment.settings(redis, postgres));
        all.putAll(own);
        return Deployment.start(Processes.of(all, JVM), SERVICES);
    }

    private void print(Outcome outcome) throws JsonProcessingException {
        var writer = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        spec.commandLine().getOut().println(writer.writeValueAsString(outcome));
    }

    private OutageSettings settings() {
        try {
            return new OutageSettings(
                    rate, clients, Duration.ofSeconds(stage), before, away, after, Duration.ofSeconds(sample));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** What {@code bench load} is to do. */
    static List<String> arguments(OutageSettings settings) {
        return List.of(
                "--rate",
                Collections.nCopies(settings.stages(), Integer.toString(settings.rate())).stream()
                        .collect(Collectors.joining(",")),
                "--clients",
                Integer.toString(settings.clients()),
                "--warmup",
                "0",
                "--seconds",
                Long.toString(settings.stage().toSeconds()));
    }
}
