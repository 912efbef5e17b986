package chat.tandem.persistence.deadletters;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dead-letters list|requeue|discard}. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {ListCommand.class, RequeueCommand.class, DiscardCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Lists what could never be written and was put aside, puts it back to be tried again, or throws it away.",
            "Exit code: 0 done; 1 Redis does not answer, or something named is not there or cannot be put back; 2 bad"
                    + " arguments or settings."
        })
public final class DeadLettersCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Without a command of its own it is refused. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "dead-letters needs a command: list, requeue or discard");
    }
}
