package chat.tandem.bench.check.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * When which fault comes: a function of the seed and nothing else. Each place has a lane of its own, so that no two faults
 * befall it at once, while what befalls another may come beside it. In a lane the kinds come in a shuffled order, each once
 * before one comes again, with pauses at random. All come at least once where there is the time for it: 26 s for all kinds
 * and a lease of 4 s.
 */
public final class FaultSchedule {
    private static final long SLOWEST_PACE_MILLIS = 2_500;
    private static final long RECOVERY_MILLIS = 1_500;

    private final Random random;
    private final long leaseMillis;
    private final long lengthMillis;
    private final List<Fault> faults = new ArrayList<>();

    private FaultSchedule(long seed, Duration length, Duration lease) {
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L); // or neighbours would begin alike
        this.lengthMillis = length.toMillis();
        this.leaseMillis = lease.toMillis();
    }

    /**
     * Computes one.
     *
     * @param kinds which faults there are to be
     * @param length in which time they begin and, where there is the time, end
     * @param lease of a gateway: the measure of how long faults last
     */
    public static List<Fault> of(long seed, Set<FaultKind> kinds, Duration length, Duration lease) {
        if (kinds.isEmpty()) {
            return List.of();
        }
        var schedule = new FaultSchedule(seed, length, lease);
        var rounds = Math.max(1, (int) (length.toMillis() / (kinds.size() * SLOWEST_PACE_MILLIS)));
        lanes(kinds).forEach(lane -> schedule.fill(lane, rounds));
        schedule.faults.sort(Comparator.comparingLong(Fault::atMillis));
        return List.copyOf(schedule.faults);
    }

    private static Collection<List<FaultKind>> lanes(Set<FaultKind> kinds) {
        return kinds.stream()
                .sorted()
                .collect(Collectors.groupingBy(FaultSchedule::place, TreeMap::new, Collectors.toList()))
                .values();
    }

    /** Gateways are one place, whether one or half of them are hit; so are matchers. */
    private static Target place(FaultKind kind) {
        return switch (kind.target()) {
            case HALF_OF_THE_GATEWAYS -> Target.GATEWAY;
            case ALL_MATCHERS -> Target.MATCHER;
            default -> kind.target();
        };
    }

    private void fill(List<FaultKind> lane, int rounds) {
        var drawn = new ArrayList<Fault>();
        for (int round = 0; round < rounds; round++) {
            var order = new ArrayList<>(lane);
            Collections.shuffle(order, random);
            order.forEach(kind -> drawn.add(draw(kind)));
        }
        spread(drawn);
    }

    private Fault draw(FaultKind kind) {
        var leases = kind.shortest() + random.nextDouble() * (kind.longest() - kind.shortest());
        return new Fault(kind, random.nextInt(Integer.MAX_VALUE), 0, Math.round(leases * leaseMillis));
    }

    /** One after another; the time that is left over is cut at random into the pauses before, between and after them. */
    private void spread(List<Fault> drawn) {
        var needed = drawn.stream().mapToLong(Fault::lengthMillis).sum() + (drawn.size() - 1) * RECOVERY_MILLIS;
        var spare = Math.max(0, lengthMillis - needed);
        var pauses = random.longs(drawn.size(), 0, spare + 1).sorted().toArray();
        var at = 0L;
        for (int index = 0; index < drawn.size(); index++) {
            var fault = drawn.get(index).at(at + pauses[index]);
            if (fault.atMillis() <= lengthMillis) {
                faults.add(fault);
            }
            at += fault.lengthMillis() + RECOVERY_MILLIS;
        }
    }
}
