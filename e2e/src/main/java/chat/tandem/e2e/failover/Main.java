package chat.tandem.e2e.failover;

import chat.tandem.bench.failover.RejoinResult;
import chat.tandem.bench.failover.Residents;
import chat.tandem.e2e.Deployment;
import chat.tandem.e2e.LoadProcess;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of a run in which a gateway dies. */
@Command(
        name = "bench/failover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Redis, PostgreSQL, a matcher, persistence and three gateways as processes of their own. People in"
                    + " conversations hold one gateway, and bench load runs on the other two at the same rate three"
                    + " times: before, while the first gateway is killed, and afterwards. Who lost the connection comes"
                    + " back to one of the others as docs/PROTOCOL.md asks of a client.",
            "Progress goes to standard error, the result to standard output as JSON. Exit code: 0 if everybody was"
                    + " rejoined and every message of the others was right, 1 if not."
        })
public final class Main implements Callable<Integer> {
    private static final List<String> SERVICES = List.of("persistence", "matcher", "gateway", "gateway", "gateway");
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC");
    private static final List<String> STAGES = List.of("before", "meanwhile", "afterwards");
    private static final int KILL_STAGE = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--people", defaultValue = "2000", description = "of the gateway that dies (${DEFAULT-VALUE})")
    private int people;

    @Option(names = "--clients", defaultValue = "400", description = "of bench load (${DEFAULT-VALUE})")
    private int clients;

    @Option(
            names = "--rate",
            defaultValue = "300",
            description = "messages per second of bench load (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "10", description = "of each of the three times (${DEFAULT-VALUE})")
    private int seconds;

    private Main() {}

    /** Exits with the code of the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws JsonProcessingException {
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.start();
                var deployment = Deployment.start(
                        Processes.of(Deployment.settings(redis.url(), postgres.url()), JVM), SERVICES);
                var residents = new Residents()) {
            var gateways = deployment.gateways();
            var others = gateways.subList(1, gateways.size());
            residents.arrive(gateways.getFirst(), Math.max(1, people / 2));
            residents.flee(others);
            try (var load = LoadProcess.start(deployment, others, arguments())) {
                load.awaitStage(KILL_STAGE, PATIENCE);
                long killed = System.nanoTime();
                deployment.all("gateway").getFirst().kill();
                var rejoined = residents.rejoined(killed, PATIENCE);
                load.awaitEnd(PATIENCE);
                return print(rejoined, load.result());
            }
        }
    }

    private List<String> arguments() {
        return List.of(
                "--rate",
                rate + "," + rate + "," + rate,
                "--clients",
                Integer.toString(clients),
                "--warmup",
                "1",
                "--seconds",
                Integer.toString(seconds));
    }

    private int print(RejoinResult rejoined, JsonNode load) throws JsonProcessingException {
        var all = new LinkedHashMap<String, Object>();
        all.put("people", rejoined);
        for (int i = 0; i < STAGES.size(); i++) {
            all.put("others " + STAGES.get(i), shown(load.path("stages").path(i)));
        }
        var writer = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        spec.commandLine().getOut().println(writer.writeValueAsString(all));
        return rejoined.right() && load.path("right").asBoolean() ? 0 : 1;
    }

    private static Map<String, Object> shown(JsonNode stage) {
        var shown = new LinkedHashMap<String, Object>();
        for (var field : List.of("started", "received", "wrong", "deliveryMillis", "machineBusy")) {
            shown.put(field, stage.path(field));
        }
        return shown;
    }
}
