package chat.tandem.gateway.meters;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.protocol.CloseCode;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the connections of one transport. */
public final class TransportMeters {
    private final LongAdder open;
    private final Counter opened;
    private final Counter closedByClient;
    private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);

    /** @param transport {@code websocket}, … */
    public TransportMeters(Metrics metrics, String transport) {
        open = metrics.level(Metric.CONNECTIONS, transport);
        opened = metrics.counter(Metric.CONNECTIONS_OPENED, transport);
        closedByClient = metrics.counter(Metric.CONNECTIONS_CLOSED, "client");
        for (CloseCode code : CloseCode.values()) {
            closed.put(code, metrics.counter(Metric.CONNECTIONS_CLOSED, String.valueOf(code.code())));
        }
    }

    /** A client has come. */
    public void opened() {
        open.increment();
        opened.increment();
    }

    /** A client is closed by us. */
    public void closed(CloseCode code) {
        open.decrement();
        closed.getOrDefault(code, closedByClient).increment();
    }

    /** A client has gone, or its line. */
    public void gone() {
        open.decrement();
        closedByClient.increment();
    }
}
