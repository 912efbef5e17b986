package chat.tandem.e2e.fuzz;

import chat.tandem.e2e.LoadProcess;
import chat.tandem.e2e.attack.BenchProcess;
import chat.tandem.e2e.attack.Memory;
import chat.tandem.e2e.attack.Target;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.S3Store;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the long fuzz. */
@Command(
        name = "bench/fuzz",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Redis, PostgreSQL, a store for images and Tandem's services as processes of their own, two gateways"
                    + " without limits, lets ten pairs of people chat, and sends mutated frames, packets and requests, as"
                    + " many as the gateways take. Ends by itself, and prints how many there were and what they did.",
            "Exit code: 0 if no log has an exception or an error, nobody was disturbed and every sound request was"
                    + " answered, 1 if not, 2 for bad arguments."
        })
public final class Main implements Callable<Integer> {
    private static final Pattern TROUBLE =
            Pattern.compile("(?m)^.*( ERROR |Exception|Throwable|Error:|LEAK).*$|^\\s+at .*$");
    private static final List<String> LIMITS = List.of(
            "MESSAGES",
            "COMMANDS",
            "JOINS",
            "HANDSHAKES",
            "CONNECTIONS",
            "GUESTS",
            "UPLOADS",
            "BYTES",
            "QUESTIONS",
            "REQUESTS");
    private static final int STAGE_SECONDS = 30;
    private static final int MOST_TROUBLE = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--minutes", defaultValue = "60", description = "how long it lasts (${DEFAULT-VALUE})")
    private int minutes;

    @Option(names = "--seed", defaultValue = "1", description = "decides what is sent (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--visit", defaultValue = "-1", description = "lets the visitor of one number come alone")
    private long visit;

    private Main() {}

    /** Exits with the code of the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws JsonProcessingException {
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.start();
                var s3 = S3Store.start();
                var target = Target.start(redis, postgres.url(), s3, settings())) {
            return run(target);
        }
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<>(Map.of("TANDEM_GRACE", "5s"));
        LIMITS.forEach(limit -> settings.put("TANDEM_LIMIT_" + limit, "off"));
        return settings;
    }

    private int run(Target target) throws JsonProcessingException {
        try (var load = LoadProcess.start(target.deployment(), load())) {
            load.awaitStage(0, PATIENCE);
            var before = target.memory();
            var words = List.of(
                    "fuzz",
                    "--seed",
                    Long.toString(seed),
                    "--inputs",
                    Long.toString(Long.MAX_VALUE),
                    "--seconds",
                    Long.toString(60L * minutes),
                    "--visit",
                    Long.toString(visit));
            try (var fuzz = BenchProcess.hostile(target.addresses(), words)) {
                var ended = fuzz.awaitEnd(PATIENCE.plusMinutes(minutes));
                load.awaitEnd(PATIENCE.plusMinutes(1));
                return print(target, fuzz.results(), load.result(), before, ended);
            }
        }
    }

    private List<String> load() {
        return List.of(
                "--clients",
                "20",
                "--warmup",
                "0",
                "--seconds",
                Integer.toString(STAGE_SECONDS),
                "--rate",
                String.join(",", Collections.nCopies(minutes * 60 / STAGE_SECONDS, "20")));
    }

    private int print(Target target, JsonNode fuzz, JsonNode load, Memory before, boolean ended)
            throws JsonProcessingException {
        var trouble = TROUBLE.matcher(target.deployment().logs())
                .results()
                .map(found -> found.group())
                .limit(MOST_TROUBLE)
                .toList();
        var all = new LinkedHashMap<String, Object>();
        all.put("fuzz", fuzz);
        all.put("neighboursRight", load.path("right").asBoolean());
        all.put("memoryBefore", before);
        all.put("memoryAfter", target.memory());
        all.put("lives", target.lives());
        all.put("logTrouble", trouble);
        var writer = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        spec.commandLine().getOut().println(writer.writeValueAsString(all));
        var right = ended
                && trouble.isEmpty()
                && target.lives()
                && load.path("right").asBoolean()
                && fuzz.path("findings").isEmpty();
        if (!right) {
            spec.commandLine().getErr().println(target.deployment().logs());
        }
        return right ? 0 : 1;
    }
}
