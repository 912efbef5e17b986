package chat.tandem.bench.check;

import chat.tandem.bench.check.fault.Fault;
import chat.tandem.bench.check.fault.FaultKind;
import chat.tandem.bench.check.fault.FaultSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run of the checker does.
 *
 * @param seed decides the faults and what people feel like
 * @param length for how long faults begin
 * @param clients how many people
 * @param gateways processes, as the next two
 * @param kinds the faults that there are to be
 * @param lease of a gateway and of a reader
 * @param grace how long the system waits for whoever is away
 */
public record CheckSettings(
        long seed,
        Duration length,
        int clients,
        int gateways,
        int matchers,
        int persistences,
        Set<FaultKind> kinds,
        Duration lease,
        Duration grace) {
    /** Checks them. */
    public CheckSettings {
        require(length.isPositive(), "the length is more than nothing");
        require(clients >= 2, "clients are two or more");
        require(gateways >= 1 && matchers >= 1 && persistences >= 1, "of each service there is one or more");
        require(grace.compareTo(lease) > 0, "the grace is longer than the lease");
        kinds = Set.copyOf(kinds);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Its faults. */
    public List<Fault> schedule() {
        return FaultSchedule.of(seed, kinds, length, lease);
    }

    /** The command that repeats it. */
    public String command() {
        return "bench/check --seed %d --seconds %d --clients %d --gateways %d --matchers %d --persistences %d --lease %d --grace %d --faults %s"
                .formatted(
                        seed,
                        length.toSeconds(),
                        clients,
                        gateways,
                        matchers,
                        persistences,
                        lease.toMillis(),
                        grace.toMillis(),
                        kinds.size() == FaultKind.values().length ? "all" : list());
    }

    private String list() {
        return kinds.isEmpty()
                ? "none"
                : kinds.stream().sorted().map(FaultKind::text).collect(Collectors.joining(","));
    }
}
