package chat.tandem.bench.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench fuzz}: the command line of {@link FuzzRun}. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends gateways without limits mutated frames, packets and requests, as many as they take, and prints as JSON"
                    + " what they did. bench/fuzz runs it beside people who chat, and looks into the gateways' logs.",
            "Exit code: 0 if no input led to what none may lead to, 1 if one did."
        })
public final class FuzzCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--gateways", split = ",", required = true, description = "such as http://127.0.0.1:8080")
    private List<URI> gateways = List.of();

    @Option(names = "--seed", defaultValue = "1", description = "decides what is sent (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--inputs", defaultValue = "10000000", description = "at most (${DEFAULT-VALUE})")
    private long inputs;

    @Option(names = "--seconds", defaultValue = "3600", description = "at most (${DEFAULT-VALUE})")
    private long seconds;

    @Option(names = "--visitors", defaultValue = "48", description = "at once (${DEFAULT-VALUE})")
    private int visitors;

    @Option(names = "--visit", defaultValue = "-1", description = "lets the visitor of one number come alone")
    private long visit;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        var run = new FuzzRun(seed, gateways, inputs, seconds);
        if (visit >= 0) {
            run.visit(visit);
        } else {
            run.run(visitors, spec.commandLine().getErr()::println);
        }
        var result = run.result();
        spec.commandLine()
                .getOut()
                .println(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(result));
        return result.findings().isEmpty() ? 0 : 1;
    }
}
