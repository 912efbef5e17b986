package chat.tandem.common.state.simulation;

import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.Simulated;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The real callers of the scripts, made once for all runs: one for each gateway and each matcher that lives at a time. */
final class Stations {
    static final int GATEWAYS = 3;
    static final int MATCHERS = 2;

    private Supplier<UUID> conversations = () -> new UUID(0, 0);

    final List<Desk<ShardState>> gateways = IntStream.range(0, GATEWAYS)
            .mapToObj(i -> {
                Outlet outlet = new Outlet();
                return new Desk<>(outlet, Simulated.state(outlet, Times.SETTINGS, outlet.clock));
            })
            .toList();
    final List<Desk<ShardUpkeep>> matchers = IntStream.range(0, MATCHERS)
            .mapToObj(i -> {
                Outlet outlet = new Outlet();
                return new Desk<>(
                        outlet, Simulated.upkeep(outlet, Times.SETTINGS, outlet.clock, () -> conversations.get()));
            })
            .toList();

    /** A caller and its way out. */
    record Desk<T>(Outlet outlet, T caller) {}

    /** Where the ids of conversations come from in the run that begins. */
    void drawConversationsFrom(Supplier<UUID> source) {
        conversations = source;
    }
}
