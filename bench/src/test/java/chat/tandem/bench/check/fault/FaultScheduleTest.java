package chat.tandem.bench.check.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);
    private static final Duration LEASE = Duration.ofSeconds(4);

    private static List<Fault> schedule(long seed, Set<FaultKind> kinds, int seconds) {
        return FaultSchedule.of(seed, kinds, Duration.ofSeconds(seconds), LEASE);
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        assertThat(schedule(7, ALL, 60)).isEqualTo(schedule(7, ALL, 60)).isNotEqualTo(schedule(8, ALL, 60));
    }

    @Test
    void onlyTheKindsThatAreAskedForCome() {
        var kinds = FaultKind.parse("kill-gateway,cut-clients");
        assertThat(schedule(1, kinds, 60))
                .extracting(Fault::kind)
                .containsOnly(FaultKind.KILL_GATEWAY, FaultKind.CUT_CLIENTS);
        assertThat(schedule(1, Set.of(), 60)).isEmpty();
    }

    @Test
    void everyKindComesInHalfAMinute() {
        for (long seed = 0; seed < 1_000; seed++) {
            var kinds = schedule(seed, ALL, 30).stream().map(Fault::kind).collect(Collectors.toSet());
            assertThat(kinds).as("seed %d", seed).isEqualTo(ALL);
        }
    }

    @Test
    void inALongerTimeEveryKindComesAgain() {
        var times = schedule(1, ALL, 120).stream().collect(Collectors.groupingBy(Fault::kind, Collectors.counting()));
        assertThat(times)
                .hasSameSizeAs(ALL)
                .allSatisfy((kind, count) -> assertThat(count).isEqualTo(2));
    }

    @Test
    void allBeginInTheTimeThereIsHoweverLittle() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(schedule(seed, ALL, 10))
                    .as("seed %d", seed)
                    .isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault.atMillis()).isBetween(0L, 10_000L));
        }
    }

    @Test
    void noTwoFaultsHaveTheSameTargetAtOnce() {
        for (long seed = 0; seed < 100; seed++) {
            var faults = schedule(seed, ALL, 120);
            for (int index = 1; index < faults.size(); index++) {
                var one = faults.get(index);
                assertThat(faults.subList(0, index))
                        .as("seed %d, before %s", seed, one)
                        .filteredOn(earlier -> place(earlier) == place(one))
                        .noneMatch(earlier -> earlier.endMillis() > one.atMillis());
            }
        }
    }

    private static Target place(Fault fault) {
        return switch (fault.kind().target()) {
            case HALF_OF_THE_GATEWAYS -> Target.GATEWAY;
            case ALL_MATCHERS -> Target.MATCHER;
            default -> fault.kind().target();
        };
    }

    @Test
    void aListLeavesOutWhatHasAMinus() {
        assertThat(FaultKind.parse("all,-empty-redis")).hasSize(ALL.size() - 1).doesNotContain(FaultKind.EMPTY_REDIS);
        assertThat(FaultKind.parse("none")).isEmpty();
        assertThatThrownBy(() -> FaultKind.parse("earthquake"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("earthquake")
                .hasMessageContaining("kill-gateway");
    }
}
