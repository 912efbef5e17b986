package chat.tandem.gateway.meters;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.protocol.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is counted and measured of what clients do. Used on one event loop. */
public final class ClientMeters {
    private final Metrics metrics;
    private final Map<String, Timer> commands = new HashMap<>();
    private final Map<ErrorCode, Counter> refusals = new EnumMap<>(ErrorCode.class);
    private final Counter texts;
    private final Counter images;
    private final Timer delivery;

    /** Registers them, so that they are there before anything happens. */
    public ClientMeters(Metrics metrics) {
        this.metrics = metrics;
        texts = metrics.counter(Metric.MESSAGES, "text");
        images = metrics.counter(Metric.MESSAGES, "image");
        delivery = metrics.timer(Metric.DELIVERY);
        for (ErrorCode code : ErrorCode.values()) {
            refusals.put(code, metrics.counter(Metric.REFUSALS, code.code()));
        }
    }

    /**
     * A command was answered, one way or the other.
     *
     * @param event the command's own, never what a client wrote
     * @param nanos since its frame was read
     */
    public void answered(String event, long nanos) {
        Timer timer = commands.get(event);
        if (timer == null) {
            timer = metrics.timer(Metric.COMMANDS, event);
            commands.put(event, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A command was refused. */
    public void refused(ErrorCode code) {
        Counter counter = refusals.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    /** The same where the error is another service's: a JSON object that begins with its code. */
    public void refused(String json) {
        for (ErrorCode code : ErrorCode.values()) {
            if (json.startsWith("{\"code\":\"" + code.code() + '"')) {
                refused(code);
                return;
            }
        }
        refused(ErrorCode.INTERNAL);
    }

    /** An HTTP request was answered. */
    public void responded(int status) {
        metrics.counter(Metric.HTTP_RESPONSES, String.valueOf(status)).increment();
    }

    /** A message was accepted for the first time. */
    public void accepted(boolean image) {
        (image ? images : texts).increment();
    }

    /** A message was handed to the partner's socket so long after its sender's gateway read it, in Redis' milliseconds. */
    public void delivered(long millis) {
        delivery.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }
}
