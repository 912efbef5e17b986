package chat.tandem.bench.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void aProcessWhoseNameHoldsSpacesAndParenthesesIsRead() {
        var stat = "4711 (java (a) b) S 1 4711 4711 0 -1 4194560 2871 3 1 0 150 50 7 3 20 0 33 0 12345 1 1";
        assertThat(ProcessTree.parse(stat)).isEqualTo(210 * 10_000_000L);
    }

    @Test
    void aProcessThatIsGoneCountsNothing() {
        assertThat(new ProcessTree(List.of(Long.MAX_VALUE / 2)).processorNanos())
                .isZero();
    }

    @Test
    void thisProcessHasUsedSome() {
        assertThat(new ProcessTree(List.of(ProcessHandle.current().pid())).processorNanos())
                .isPositive();
    }

    @Test
    void stolenTimeIsBusyAndWaitingForADiskIsIdle() {
        var machine = Machine.parse("cpu  100 5 50 800 30 1 2 40 7 0");
        assertThat(machine.busyNanos()).isEqualTo(198 * 10_000_000L);
        assertThat(machine.idleNanos()).isEqualTo(830 * 10_000_000L);
    }

    @Test
    void whatNobodyNamedIsTheOthers() {
        var used = new ProcessorUse.Used(java.util.Map.of("a", 300L, "b", 200L), new Machine(800, 200));
        assertThat(used.busyShare()).isEqualTo(0.8);
        assertThat(used.othersShare()).isEqualTo(0.3);
    }
}
