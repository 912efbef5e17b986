package chat.tandem.bench.attack;

import java.util.List;
import java.util.stream.Stream;

/** Every flood there is. */
public final class Floods {
    private static final List<Flood> ALL = Stream.of(
                    FrameFloods.all(),
                    EngineFloods.all(),
                    RelayFloods.all(),
                    ConnectionFloods.all(),
                    GuestFloods.all(),
                    MessageFloods.all(),
                    RequestFloods.all())
            .flatMap(List::stream)
            .toList();

    private Floods() {}

    /** In the order in which {@code bench/attack} runs them. */
    public static List<Flood> all() {
        return ALL;
    }

    /**
     * The one that is called so.
     *
     * @throws IllegalArgumentException if none is
     */
    static Flood named(String name) {
        return ALL.stream()
                .filter(flood -> flood.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no flood is called " + name));
    }
}
