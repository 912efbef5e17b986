package chat.tandem.bench;

import chat.tandem.bench.attack.FloodCommand;
import chat.tandem.bench.attack.SinkCommand;
import chat.tandem.bench.fuzz.FuzzCommand;
import chat.tandem.bench.load.LoadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The tools that look at Tandem as a client does. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Tandem from outside.",
        subcommands = {LoadCommand.class, FloodCommand.class, SinkCommand.class, FuzzCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {}

    /** Exits with the code of the command: 0 right, 1 wrong, 2 bad arguments. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed)
                .execute(args));
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println("bench: " + failure.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
