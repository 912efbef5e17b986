package chat.tandem.persistence.deadletters;

import chat.tandem.common.bus.DeadLetter;
import chat.tandem.common.bus.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dead-letters discard}: for good, so only what is named. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Throws the dead letters away that are named, and prints the id of each. They are nowhere else.")
final class DiscardCommand extends Sorting {

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids as list prints them.")
    private List<String> ids = new ArrayList<>();

    @Override
    int run(Shelves shelves) throws TimeoutException {
        for (LetterId id : ids.stream().map(LetterId::parse).toList()) {
            if (!shelves.one(id, this::visit)) {
                missing(id);
            }
        }
        return end("discarded");
    }

    @Override
    boolean treat(DeadLetters shelf, DeadLetter letter) throws TimeoutException {
        return Shelves.await(shelf.discard(letter));
    }
}
