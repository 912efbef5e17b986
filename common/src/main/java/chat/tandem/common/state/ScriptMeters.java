package chat.tandem.common.state;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long scripts take, by their outcome, and how often they are repeated. Safe for all threads. */
final class ScriptMeters {

    /** The outcome of a call that Redis did not answer, or answered with an error. */
    private static final String FAILED = "failed";

    private final Metrics metrics;
    private final Map<String, Meters> scripts = new ConcurrentHashMap<>();

    ScriptMeters(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Those of one script; the outcomes are the words with which the file answers, and few. */
    private final class Meters {
        private final String script;
        private final Counter moved;
        private final Map<String, Timer> outcomes = new ConcurrentHashMap<>();

        Meters(String script) {
            this.script = script;
            this.moved = metrics.counter(Metric.SCRIPTS_MOVED, script);
        }

        void took(String outcome, long nanos) {
            Timer timer = outcomes.get(outcome);
            if (timer == null) {
                timer = outcomes.computeIfAbsent(outcome, word -> metrics.timer(Metric.SCRIPTS, script, word));
            }
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private Meters of(Script script) {
        Meters meters = scripts.get(script.name());
        return meters != null ? meters : scripts.computeIfAbsent(script.name(), Meters::new);
    }

    /** It is called again with other keys. */
    void moved(Script script) {
        of(script).moved.increment();
    }

    /** It has answered, for good. */
    void answered(Script script, String outcome, long nanos) {
        of(script).took(outcome, nanos);
    }

    /** It has not. */
    void failed(Script script, long nanos) {
        of(script).took(FAILED, nanos);
    }
}
