package chat.tandem.common.service;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.ops.PortInUseException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs a command the same way everywhere: what the operator can mend is one line and {@link ExitCode#REFUSED}. */
public final class CommandLines {

    private CommandLines() {}

    /** Parses and runs the command, or one of its subcommands, and answers the exit code. */
    public static int execute(String name, Object command, List<Object> subcommands, String[] args) {
        CommandLine line = new CommandLine(command).setCommandName(name);
        subcommands.forEach(line::addSubcommand);
        return line.setParameterExceptionHandler((bad, given) -> refused(name, bad))
                .setExecutionExceptionHandler((fault, ran, parsed) -> failed(name, fault))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    private static int failed(String name, Throwable fault) {
        return switch (fault) {
            case BadSettingException bad -> refused(name, bad);
            case PortInUseException inUse -> refused(name, inUse);
            case RefusedException refusal -> refused(name, refusal);
            case CompletionException wrapped when wrapped.getCause() != null -> failed(name, wrapped.getCause());
            default -> broken(name, fault);
        };
    }

    private static int refused(String name, Exception refusal) {
        String reason = String.valueOf(refusal.getMessage());
        System.err.println(name + ": " + reason.lines().findFirst().orElse("refused"));
        return ExitCode.REFUSED;
    }

    private static int broken(String name, Throwable fault) {
        Logger log = LoggerFactory.getLogger(CommandLines.class);
        log.error("{} cannot go on", name, fault);
        return ExitCode.FAULT;
    }
}
