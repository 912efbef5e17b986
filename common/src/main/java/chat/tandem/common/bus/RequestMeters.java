package chat.tandem.common.bus;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** How long a service takes to answer what it is asked, and whether it could. */
public final class RequestMeters {

    private final Metrics metrics;
    private final String service;

    /** @param service who answers */
    public RequestMeters(Metrics metrics, String service) {
        this.metrics = metrics;
        this.service = service;
    }

    /**
     * Measures an answer that is under way.
     *
     * @param type what is asked; one of those that the service knows, and nothing that came over the bus
     */
    public <T> Future<T> measured(String type, Future<T> answer) {
        long begun = System.nanoTime();
        return answer.onComplete(
                result -> metrics.timer(Metric.REQUESTS, service, type, result.succeeded() ? "answered" : "refused")
                        .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS));
    }
}
