package chat.tandem.persistence.deadletters;

import chat.tandem.common.bus.DeadLetter;
import chat.tandem.common.bus.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dead-letters requeue}: to be tried again. */
@Command(
        name = "requeue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts dead letters back on the address that they were on, behind what waits there, and prints the id of each."
                    + " What fails again comes back as a new dead letter; what was stored meanwhile is stored once."
        })
final class RequeueCommand extends Sorting {

    @Mixin
    private final Selection selection = new Selection();

    @Parameters(paramLabel = "ID", description = "Ids as list prints them; without any, all that the options leave.")
    private List<String> ids = new ArrayList<>();

    @Override
    int run(Shelves shelves) throws TimeoutException {
        if (ids.isEmpty()) {
            shelves.all((id, letter, shelf) -> {
                if (selection.holds(letter)) {
                    visit(id, letter, shelf);
                }
            });
        }
        for (LetterId id : ids.stream().map(LetterId::parse).toList()) {
            if (!shelves.one(id, this::visit)) {
                missing(id);
            }
        }
        return end("requeued");
    }

    @Override
    boolean treat(DeadLetters shelf, DeadLetter letter) throws TimeoutException {
        return Shelves.await(shelf.requeue(letter));
    }
}
