package chat.tandem.common.bus;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** How long a service takes to answer what it is asked, and whether it could. */
public final class RequestMeters {

    /** As a label: what comes over the bus under another name is not trusted to be one of few. */
    private static final String UNKNOWN = "unknown";

    private final Metrics metrics;
    private final String service;
    private final Set<String> types;

    /**
     * @param service who answers
     * @param types what the service can be asked
     */
    public RequestMeters(ShardBus bus, String service, Set<String> types) {
        this.metrics = bus.metrics();
        this.service = service;
        this.types = Set.copyOf(types);
    }

    /**
     * Measures an answer that is under way.
     *
     * @param answered whether a result is what was asked for
     */
    public <T> Future<T> measured(ServiceRequest request, Future<T> answer, Predicate<T> answered) {
        long begun = System.nanoTime();
        String type = types.contains(request.type()) ? request.type() : UNKNOWN;
        return answer.onComplete(result -> {
            boolean good = result.succeeded() && answered.test(result.result());
            metrics.timer(Metric.REQUESTS, service, type, good ? "answered" : "refused")
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        });
    }
}
