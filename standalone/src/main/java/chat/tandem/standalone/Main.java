package chat.tandem.standalone;

import chat.tandem.common.service.CommandLines;
import java.util.List;

/** {@code ./tandem}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(CommandLines.execute("tandem", new StandaloneCommand(), List.of(new TokenCommand()), args));
    }
}
