package chat.tandem.e2e;

import chat.tandem.bench.failover.RejoinResult;
import chat.tandem.bench.failover.Residents;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills a gateway, and measures how long its people were away and how the others fared meanwhile. */
@Command(
        name = "bench/failover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Redis, PostgreSQL, a matcher, persistence and three gateways as processes of their own. People in"
                    + " conversations hold one gateway, and bench load runs on the other two at the same rate three"
                    + " times: before, while the first gateway is killed, and afterwards. Who lost the connection comes"
                    + " back to one of the others as docs/PROTOCOL.md asks of a client.",
            "Prints both as JSON. Exit code: 0 if everybody was rejoined, 1 if not."
        })
public final class FailoverMain implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--people", defaultValue = "2000", description = "of the gateway that dies (${DEFAULT-VALUE})")
    private int people;

    @Option(names = "--clients", defaultValue = "400", description = "of bench load (${DEFAULT-VALUE})")
    private int clients;

    @Option(
            names = "--rate",
            defaultValue = "300",
            description = "messages per second of bench load (${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--seconds", defaultValue = "10", description = "of each of the three times (${DEFAULT-VALUE})")
    private double seconds;

    private FailoverMain() {}

    /** Exits with 0 where everybody was rejoined. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new FailoverMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.start();
                var deployment = deploy(redis.url(), postgres.url());
                var residents = new Residents()) {
            var gateways = deployment.gateways();
            var others = gateways.subList(1, gateways.size());
            residents.arrive(gateways.getFirst(), Math.max(1, people / 2));
            residents.flee(others);
            var load = load(others);
            try (var progress = load.errorReader(StandardCharsets.UTF_8);
                    var output = load.inputReader(StandardCharsets.UTF_8)) {
                awaitStage(2, progress);
                long killed = System.nanoTime();
                deployment.all("gateway").getFirst().kill();
                var result = residents.rejoined(killed, PATIENCE);
                progress.lines().forEach(System.err::println);
                print(result, JSON.readTree(output));
                return result.right() && load.waitFor() == 0 ? 0 : 1;
            } finally {
                load.destroyForcibly();
            }
        }
    }

    private static Deployment deploy(String redis, String postgres) {
        var settings = new HashMap<>(Deployment.settings(redis, postgres));
        return Deployment.start(
                Processes.of(settings, List.of("-Xmx512m", "-XX:+UseSerialGC")),
                List.of("persistence", "matcher", "gateway", "gateway", "gateway"));
    }

    private Process load(List<URI> gateways) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "chat.tandem.bench.Main",
                        "load",
                        "--gateways",
                        gateways.stream().map(URI::toString).collect(Collectors.joining(",")),
                        "--rate",
                        rate + "," + rate + "," + rate,
                        "--clients",
                        Integer.toString(clients),
                        "--warmup",
                        "1",
                        "--seconds",
                        Double.toString(seconds))
                .start();
    }

    private static void awaitStage(int number, BufferedReader progress) throws IOException {
        int begun = 0;
        String line;
        while (begun < number && (line = progress.readLine()) != null) {
            System.err.println(line);
            begun += line.startsWith("running at") ? 1 : 0;
        }
    }

    private static void print(RejoinResult result, JsonNode load) throws IOException {
        var all = new LinkedHashMap<String, Object>();
        all.put("people", result);
        var stages = List.of("before", "meanwhile", "afterwards");
        for (int i = 0; i < stages.size(); i++) {
            var stage = load.path("stages").path(i);
            var shown = new LinkedHashMap<String, Object>();
            for (var field : List.of("started", "received", "wrong", "deliveryMillis", "machineBusy")) {
                shown.put(field, stage.path(field));
            }
            all.put("others " + stages.get(i), shown);
        }
        System.out.println(JSON.writeValueAsString(all));
    }
}
