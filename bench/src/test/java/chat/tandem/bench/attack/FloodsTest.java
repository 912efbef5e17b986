package chat.tandem.bench.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloodsTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @MethodSource("chat.tandem.bench.attack.Floods#all")
    void everyFloodGoesOnAtASink(Flood flood) throws IOException, InterruptedException {
        try (var one = Sink.open();
                var other = Sink.open()) {
            var from = List.of(InetAddress.getByName("127.0.0.66"));
            var result = FloodRun.run(flood, List.of(one.address(), other.address()), from, SHORT);
            assertThat(result.actions()).isPositive();
            assertThat(result.bytes() > 0 || flood.name().equals("tcp-silent")).isTrue();
            assertThat(result.unexpected()).isEmpty();
            assertThat(result.outcomes()).doesNotContainKeys("cut", "refused");
        }
    }

    @Test
    void everyFloodHasANameOfItsOwn() {
        assertThat(Floods.all()).extracting(Flood::name).doesNotHaveDuplicates();
        assertThat(Floods.named("ws-pings").what()).isNotEmpty();
    }

    @Test
    void anOutcomeThatNoFloodExpectsIsUnexpected() {
        var flood = Floods.named("guests");
        assertThat(flood.unexpected(Set.of("HTTP 429", "HTTP 201", "HTTP 500", "no answer", "error internal")))
                .containsExactly("HTTP 500", "error internal", "no answer");
    }
}
