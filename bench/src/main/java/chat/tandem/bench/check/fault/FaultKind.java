package chat.tandem.bench.check.fault;

import static chat.tandem.bench.check.fault.Target.ALL_MATCHERS;
import static chat.tandem.bench.check.fault.Target.CLIENTS;
import static chat.tandem.bench.check.fault.Target.GATEWAY;
import static chat.tandem.bench.check.fault.Target.HALF_OF_THE_GATEWAYS;
import static chat.tandem.bench.check.fault.Target.MATCHER;
import static chat.tandem.bench.check.fault.Target.PERSISTENCE;
import static chat.tandem.bench.check.fault.Target.POSTGRES;
import static chat.tandem.bench.check.fault.Target.REDIS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kinds of fault. The length of each, in leases of a gateway, is drawn between two bounds. */
public enum FaultKind {
    /** SIGKILL; another one is started. */
    KILL_GATEWAY(GATEWAY, 0.1, 0.5),
    /** SIGSTOP for longer than the lease, then SIGCONT. */
    FREEZE_GATEWAY(GATEWAY, 1.5, 3),
    /** SIGSTOP for less than the lease: nobody may notice more than a pause. */
    PAUSE_GATEWAY(GATEWAY, 0.2, 0.6),
    /** SIGTERM; another one is started. */
    ROLL_GATEWAY(GATEWAY, 0.1, 0.3),
    /** SIGKILL to half of the gateways at once. */
    KILL_HALF(HALF_OF_THE_GATEWAYS, 0.1, 0.5),
    /** SIGKILL; another one is started. */
    KILL_MATCHER(MATCHER, 0.1, 0.5),
    /** SIGSTOP for longer than the lease, then SIGCONT. */
    FREEZE_MATCHER(MATCHER, 1.2, 2.5),
    /** SIGTERM; another one is started. */
    ROLL_MATCHER(MATCHER, 0.1, 0.3),
    /** SIGSTOP to all matchers for longer than the lease: this reaps nobody. */
    FREEZE_ALL_MATCHERS(ALL_MATCHERS, 1.2, 2),
    /** SIGKILL; another one is started. */
    KILL_PERSISTENCE(PERSISTENCE, 0.1, 0.5),
    /** SIGSTOP for longer than a reader's lease, then SIGCONT. */
    FREEZE_PERSISTENCE(PERSISTENCE, 1.2, 2.5),
    /** SIGTERM; another one is started. */
    ROLL_PERSISTENCE(PERSISTENCE, 0.1, 0.3),
    /** SIGKILL; started again with its append-only file. */
    RESTART_REDIS(REDIS, 0.2, 1),
    /** SIGSTOP for longer than the lease: this reaps nobody. */
    FREEZE_REDIS(REDIS, 1.2, 1.8),
    /** FLUSHALL. */
    EMPTY_REDIS(REDIS, 0, 0),
    /** SIGKILL; started again with nothing. */
    REPLACE_REDIS(REDIS, 0.2, 1),
    /** SIGKILL to all its processes; started again. */
    KILL_POSTGRES(POSTGRES, 0.5, 2),
    /** A third of the connections is reset. */
    CUT_CLIENTS(CLIENTS, 0, 0),
    /** Everything takes longer, in both directions. */
    SLOW_CLIENTS(CLIENTS, 0.5, 1),
    /** A third of the connections stays open and carries nothing more, in either direction. */
    HALF_OPEN(CLIENTS, 0.5, 1);

    private final Target target;
    private final double shortest;
    private final double longest;

    FaultKind(Target target, double shortest, double longest) {
        this.target = target;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** What it befalls. */
    public Target target() {
        return target;
    }

    double shortest() {
        return shortest;
    }

    double longest() {
        return longest;
    }

    /** Whether what Redis held is gone afterwards. */
    public boolean empties() {
        return this == EMPTY_REDIS || this == REPLACE_REDIS;
    }

    /** As on the command line: {@code kill-gateway}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a list: {@code all}, {@code none}, or kinds between commas; one with a minus before it is left out.
     *
     * @throws IllegalArgumentException for a word that is no kind
     */
    public static Set<FaultKind> parse(String list) {
        var kinds = EnumSet.noneOf(FaultKind.class);
        for (var word : list.split(",", -1)) {
            switch (word) {
                case "all" -> kinds.addAll(EnumSet.allOf(FaultKind.class));
                case "none" -> kinds.clear();
                default -> {
                    if (word.startsWith("-")) {
                        kinds.remove(of(word.substring(1)));
                    } else {
                        kinds.add(of(word));
                    }
                }
            }
        }
        return kinds;
    }

    private static FaultKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such fault: " + word + "; there are "
                        + Arrays.stream(values()).map(FaultKind::text).toList()));
    }
}
