package chat.tandem.bench.load;

import chat.tandem.bench.client.Transport;
import chat.tandem.bench.load.ArrivalSchedule.Arrivals;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench load}: the command line of {@link LoadRun}. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends messages between strangers at a given rate (open loop: a message is due when it is due, whatever"
                    + " became of the ones before it), checks that each comes once, in order, at the right client, and"
                    + " prints latencies and processor time as JSON.",
            "Exit code: 0 if every message was right, 1 if not or if it could not run, 2 for bad arguments."
        })
public final class LoadCommand implements Callable<Integer> {
    private static final double MESSAGES_OF_A_USER_PER_SECOND = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--gateways",
            split = ",",
            defaultValue = "ws://localhost:8080",
            description = "where to connect; the two sides of a conversation are on neighbouring ones"
                    + " (${DEFAULT-VALUE})")
    private List<URI> gateways = List.of();

    @Option(
            names = "--transport",
            defaultValue = "ws",
            description = "ws, socket.io (over WebSockets), socket.io-polling or sse (${DEFAULT-VALUE})")
    private String transport = "";

    @Option(
            names = "--rate",
            split = ",",
            defaultValue = "500",
            description = "messages per second; several are run one after the other (${DEFAULT-VALUE})")
    private List<Double> rates = List.of();

    @Option(names = "--clients", defaultValue = "400", description = "connections, an even number (${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--seconds", defaultValue = "20", description = "measured at each rate (${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "10", description = "seconds before that (${DEFAULT-VALUE})")
    private double warmup;

    @Option(
            names = "--settle",
            defaultValue = "15",
            description = "seconds to wait after each rate for what is under way (${DEFAULT-VALUE})")
    private double settle;

    @Option(names = "--body", defaultValue = "120", description = "characters of a message (${DEFAULT-VALUE})")
    private int bodyLength;

    @Option(names = "--arrivals", defaultValue = "EVEN", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Arrivals arrivals = Arrivals.EVEN;

    @Option(
            names = "--from",
            split = ",",
            description = "local addresses that the clients share evenly, where limits by address apply; with ws only")
    private List<String> from = List.of();

    @Option(names = "--loops", defaultValue = "1", description = "event loops of the generator (${DEFAULT-VALUE})")
    private int loops;

    @Option(
            names = "--pid",
            paramLabel = "NAME=PID",
            description = "a process whose time per message is reported, with its child processes; may be repeated,"
                    + " also with the same name")
    private List<String> pids = List.of();

    @Override
    public Integer call() throws JsonProcessingException {
        var settings = settings();
        var perClient = rates.stream().mapToDouble(Double::doubleValue).max().orElse(0) / clients;
        if (perClient > MESSAGES_OF_A_USER_PER_SECOND) {
            say("a client will send " + Math.round(perClient)
                    + " messages per second, more than the default TANDEM_LIMIT_MESSAGES lets through");
        }
        var result = LoadRun.run(settings, this::say);
        spec.commandLine()
                .getOut()
                .println(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(result));
        return result.right() ? 0 : 1;
    }

    private LoadSettings settings() {
        try {
            return new LoadSettings(
                    UUID.randomUUID().toString().substring(0, 8),
                    gateways,
                    Transport.of(transport),
                    rates,
                    clients,
                    duration(warmup),
                    duration(seconds),
                    duration(settle),
                    bodyLength,
                    arrivals,
                    from,
                    loops,
                    pidsByName());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private Map<String, List<Long>> pidsByName() {
        var byName = new LinkedHashMap<String, List<Long>>();
        for (var option : pids) {
            var parts = option.split("=", 2);
            if (parts.length != 2 || !parts[1].matches("\\d{1,18}")) {
                throw new IllegalArgumentException("--pid is NAME=PID, not " + option);
            }
            byName.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(Long.valueOf(parts[1]));
        }
        return byName;
    }

    private void say(String progress) {
        spec.commandLine().getErr().println(progress);
    }
}
