package chat.tandem.common.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    private String scrape() {
        return metrics.scrape("text/plain");
    }

    @Test
    void gaugesOfSeveralEventLoopsAreAddedUp() {
        metrics.gauge(Metric.CONNECTIONS, () -> 2, "websocket");
        metrics.gauge(Metric.CONNECTIONS, () -> 3, "websocket");

        assertThat(scrape()).contains("tandem_connections{transport=\"websocket\"} 5.0");
    }

    @Test
    void aLevelIsSharedByAllWhoAskForIt() {
        metrics.level(Metric.CONNECTIONS, "websocket").increment();
        metrics.level(Metric.CONNECTIONS, "websocket").increment();
        metrics.level(Metric.CONNECTIONS, "websocket").decrement();

        assertThat(scrape()).contains("tandem_connections{transport=\"websocket\"} 1.0");
    }

    @Test
    void aMetricIsUsedAsTheListSays() {
        assertThatThrownBy(() -> metrics.counter(Metric.CONNECTIONS, "websocket"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.level(Metric.CONNECTIONS)).isInstanceOf(IllegalArgumentException.class);
    }
}
