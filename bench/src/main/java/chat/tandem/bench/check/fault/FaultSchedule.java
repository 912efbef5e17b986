package chat.tandem.bench.check.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * When which fault comes: a function of the seed and nothing else. The kinds come in a shuffled order, each once before
 * one comes again, at a pace that lets each come at least once in the time there is; faults overlap, but no two have the
 * same target at once.
 */
public final class FaultSchedule {
    private static final long SLOWEST_PACE_MILLIS = 2_500;
    private static final long RECOVERY_MILLIS = 1_500;

    private final Random random;
    private final List<FaultKind> kinds;
    private final long leaseMillis;
    private final Map<Target, Long> freeFrom = new EnumMap<>(Target.class);
    private final List<Fault> faults = new ArrayList<>();

    private FaultSchedule(long seed, Set<FaultKind> kinds, Duration lease) {
        this.random = new Random(seed);
        this.kinds = new ArrayList<>(kinds.stream().sorted().toList());
        this.leaseMillis = lease.toMillis();
    }

    /**
     * Computes one.
     *
     * @param kinds which faults there are to be
     * @param length in which time they begin
     * @param lease of a gateway: the measure of how long faults last
     */
    public static List<Fault> of(long seed, Set<FaultKind> kinds, Duration length, Duration lease) {
        if (kinds.isEmpty()) {
            return List.of();
        }
        var schedule = new FaultSchedule(seed, kinds, lease);
        schedule.fill(length.toMillis());
        schedule.faults.sort(Comparator.comparingLong(Fault::atMillis));
        return List.copyOf(schedule.faults);
    }

    private void fill(long length) {
        var pace = Math.max(1, Math.min(SLOWEST_PACE_MILLIS, length / kinds.size()));
        var slot = 0L;
        while (slot + pace <= length) {
            Collections.shuffle(kinds, random);
            for (var kind : kinds) {
                if (slot + pace <= length) {
                    add(kind, slot + random.nextLong(pace), length);
                }
                slot += pace;
            }
        }
    }

    private void add(FaultKind kind, long due, long end) {
        var choice = random.nextInt(Integer.MAX_VALUE);
        var leases = kind.shortest() + random.nextDouble() * (kind.longest() - kind.shortest());
        var at = Math.max(due, freeFrom.getOrDefault(place(kind), 0L));
        if (at > end) {
            return; // its target is busy until the end
        }
        var fault = new Fault(kind, choice, at, Math.round(leases * leaseMillis));
        freeFrom.put(place(kind), fault.endMillis() + RECOVERY_MILLIS);
        faults.add(fault);
    }

    /** Gateways are one place, whether one or half of them are hit; so are matchers. */
    private static Target place(FaultKind kind) {
        return switch (kind.target()) {
            case HALF_OF_THE_GATEWAYS -> Target.GATEWAY;
            case ALL_MATCHERS -> Target.MATCHER;
            default -> kind.target();
        };
    }
}
