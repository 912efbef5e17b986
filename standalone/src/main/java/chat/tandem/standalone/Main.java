package chat.tandem.standalone;

import chat.tandem.common.service.CommandLines;
import chat.tandem.common.service.Termination;
import java.util.List;

/** {@code ./tandem}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Termination termination = Termination.arm(args);
        StandaloneCommand command = new StandaloneCommand(termination);
        termination.exit(CommandLines.execute("tandem", command, List.of(new TokenCommand()), args));
    }
}
