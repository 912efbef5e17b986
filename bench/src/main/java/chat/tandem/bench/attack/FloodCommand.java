package chat.tandem.bench.attack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench flood}: the command line of {@link FloodRun}. */
@Command(
        name = "flood",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Floods two gateways on this machine, bounded in rate and time, and prints what they did: a line of JSON for each flood."
                    + " bench/attack runs it beside people who chat.",
            "Exit code: 0 if the gateways did only what they may, 1 if not, 2 for bad arguments."
        })
public final class FloodCommand implements Callable<Integer> {
    private static final int LONGEST_SECONDS = 600;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--name",
            split = ",",
            description = "which floods, one after the other, or all; without it, they are listed")
    private List<String> names = List.of();

    @Option(names = "--gateways", split = ",", description = "two addresses such as http://127.0.0.1:8080")
    private List<URI> gateways = List.of();

    @Option(
            names = "--from",
            split = ",",
            defaultValue = "127.0.0.66",
            description = "local addresses, of loopback: each flood comes from the next (${DEFAULT-VALUE})")
    private List<InetAddress> from = List.of();

    @Option(names = "--together", description = "each flood comes from all of these addresses")
    private boolean together;

    @Option(names = "--seconds", defaultValue = "30", description = "of each, at most 600 (${DEFAULT-VALUE})")
    private int seconds;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        if (names.isEmpty()) {
            Floods.all().forEach(flood -> spec.commandLine().getOut().println(flood.name() + "\t" + flood.what()));
            return 0;
        }
        check();
        boolean right = true;
        int number = 0;
        for (var flood : floods()) {
            var addresses = together ? from : List.of(from.get(number++ % from.size()));
            var result = FloodRun.run(flood, gateways, addresses, Duration.ofSeconds(seconds));
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(result));
            spec.commandLine().getOut().flush();
            right &= result.unexpected().isEmpty();
        }
        return right ? 0 : 1;
    }

    private void check() {
        require(gateways.size() == 2, "--gateways are two");
        require(!from.isEmpty() && from.stream().allMatch(InetAddress::isLoopbackAddress), "--from is of loopback");
        require(gateways.stream().allMatch(FloodCommand::isHere), "--gateways are on this machine");
        require(seconds >= 1 && seconds <= LONGEST_SECONDS, "--seconds are 1 to " + LONGEST_SECONDS);
    }

    private static boolean isHere(URI gateway) {
        var host = gateway.getHost();
        return host != null && (host.equals("localhost") || host.startsWith("127."));
    }

    private List<Flood> floods() {
        try {
            return names.equals(List.of("all"))
                    ? Floods.all()
                    : names.stream().map(Floods::named).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
