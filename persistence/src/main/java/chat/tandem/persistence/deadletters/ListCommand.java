package chat.tandem.persistence.deadletters;

import chat.tandem.common.bus.DeadLetter;
import chat.tandem.common.service.ExitCode;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dead-letters list}: one line for each. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints one line for each dead letter, oldest first: id, when it was put aside, the address that it was on,"
                    + " its type, its conversation (or -) and the reason, with a tab between them.",
            "What people wrote is printed only where --content asks for it."
        })
final class ListCommand extends Errand {

    @Mixin
    private final Selection selection = new Selection();

    @Option(names = "--json", description = "Prints a JSON object for each line instead.")
    private boolean json;

    @Option(
            names = "--content",
            description = "As --json, with the whole entry in `fields`: it holds what people wrote.")
    private boolean content;

    @Override
    int run(Shelves shelves) throws TimeoutException {
        shelves.all((id, letter, shelf) -> {
            if (selection.holds(letter)) {
                System.out.println(json || content ? object(id, letter).encode() : line(id, letter));
            }
        });
        return ExitCode.STOPPED;
    }

    private static String line(LetterId id, DeadLetter letter) {
        return String.join(
                "\t",
                id.toString(),
                Instant.ofEpochMilli(letter.at()).toString(),
                letter.address(),
                word(letter, "type"),
                word(letter, "conversation"),
                letter.reason().replaceAll("\\s", " "));
    }

    /** An id or a type; anything else that may stand there is somebody's, and no word for a shell. */
    private static String word(DeadLetter letter, String field) {
        String value = letter.field(field);
        return value != null && value.matches("[A-Za-z0-9-]{1,64}") ? value : "-";
    }

    private JsonObject object(LetterId id, DeadLetter letter) {
        JsonObject object = new JsonObject()
                .put("id", id.toString())
                .put("at", letter.at())
                .put("address", letter.address())
                .put("entry", letter.entry())
                .put("type", word(letter, "type"))
                .put("conversation", word(letter, "conversation"))
                .put("reason", letter.reason());
        if (content) {
            JsonObject fields = new JsonObject();
            letter.fields().forEach((name, value) -> fields.put(name, Objects.toString(value)));
            object.put("fields", fields);
        }
        return object;
    }
}
