package chat.tandem.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.bench.client.Transport;
import chat.tandem.bench.load.ArrivalSchedule.Arrivals;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class LoadRunTest {
    private static LoadResult run(URI gateway, Arrivals arrivals, int loops) {
        return LoadRun.run(
                new LoadSettings(
                        "test",
                        List.of(gateway),
                        Transport.WS,
                        List.of(200.0, 400.0),
                        8,
                        Duration.ofMillis(200),
                        Duration.ofMillis(500),
                        Duration.ofMillis(300),
                        120,
                        arrivals,
                        List.of(),
                        loops,
                        Map.of("server", List.of(ProcessHandle.current().pid()))),
                progress -> {});
    }

    @Test
    void everyMessageOfEveryStageIsCountedAndRight(Vertx vertx) {
        var gateway = PairServer.start(vertx, PairServer.Fault.NONE).await();
        var result = run(gateway, Arrivals.EVEN, 1);
        assertThat(result.right()).as("%s", result).isTrue();
        assertThat(result.stages()).extracting(StageResult::started).containsExactly(140L, 280L);
        assertThat(result.stages()).allSatisfy(stage -> {
            assertThat(stage.received()).isEqualTo(stage.started());
            assertThat(stage.acknowledged()).isEqualTo(stage.started());
            assertThat(stage.deliveryMillis().get("p50")).isPositive();
            assertThat(stage.processorMicrosPerMessage()).containsKeys("generator", "server");
        });
    }

    @Test
    void severalLoopsShareTheRate(Vertx vertx) {
        var gateway = PairServer.start(vertx, PairServer.Fault.NONE).await();
        var result = run(gateway, Arrivals.EVEN, 2);
        assertThat(result.right()).as("%s", result).isTrue();
        assertThat(result.stages()).extracting(StageResult::started).containsExactly(140L, 280L);
    }

    @Test
    void poissonArrivalsComeAboutAsOften(Vertx vertx) {
        var gateway = PairServer.start(vertx, PairServer.Fault.NONE).await();
        var result = run(gateway, Arrivals.POISSON, 1);
        assertThat(result.right()).as("%s", result).isTrue();
        assertThat(result.stages().getLast().started()).isBetween(200L, 360L);
    }

    @ParameterizedTest
    @CsvSource({
        "LOSES, lost",
        "REPEATS, repeated",
        "SWAPS, out of order",
        "MISDELIVERS, misdelivered",
        "CLOSES, closed with 4003",
    })
    void whatTheServerDoesWrongIsSeen(PairServer.Fault fault, String seen, Vertx vertx) {
        var gateway = PairServer.start(vertx, fault).await();
        var result = run(gateway, Arrivals.EVEN, 1);
        assertThat(result.right()).isFalse();
        assertThat(result.stages().getFirst().wrong()).containsKey(seen);
    }

    @Test
    void aRefusalIsCountedByItsCode(Vertx vertx) {
        var gateway = PairServer.start(vertx, PairServer.Fault.REFUSES).await();
        var result = run(gateway, Arrivals.EVEN, 1);
        assertThat(result.right()).isFalse();
        assertThat(result.stages().getFirst().refused()).containsExactly(Map.entry("rate-limited", 8L));
        assertThat(result.stages().getFirst().wrong()).isEmpty();
    }
}
