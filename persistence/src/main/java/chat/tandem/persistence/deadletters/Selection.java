package chat.tandem.persistence.deadletters;

import chat.tandem.common.bus.DeadLetter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant: all, unless an option says less. */
final class Selection {

    @Option(names = "--address", paramLabel = "NAME", description = "Only those of this address, such as messages.")
    private @Nullable String address;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Only those whose reason holds this, such as 'sqlstate 22021'.")
    private @Nullable String reason;

    boolean holds(DeadLetter letter) {
        return (address == null || address.equals(letter.address()))
                && (reason == null || letter.reason().contains(reason));
    }
}
