package chat.tandem.bench.attack;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench sink}: two {@link Sink}s, for floods that are to show what a flood costs that nobody has to deal with. */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        description =
                "Opens two ports of 127.0.0.1 that take whatever comes and answer each request alike, prints their"
                        + " addresses in one line with a comma between them, and goes on until its standard input ends.")
public final class SinkCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var one = Sink.open();
                var other = Sink.open()) {
            spec.commandLine().getOut().println(one.address() + "," + other.address());
            spec.commandLine().getOut().flush();
            while (System.in.read() >= 0) {}
        }
        return 0;
    }
}
