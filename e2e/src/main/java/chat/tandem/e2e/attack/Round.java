package chat.tandem.e2e.attack;

import chat.tandem.e2e.LoadProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** People who chat for as long as one flood goes to the sinks and then to the gateways. */
final class Round {
    private static final int SINK = 0;
    private static final int GATEWAYS = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final AttackSettings settings;
    private final Target target;
    private final List<URI> sinks;
    private final int number;

    /** @param number of this round, from 0 */
    Round(AttackSettings settings, Target target, List<URI> sinks, int number) {
        this.settings = settings;
        this.target = target;
        this.sinks = sinks;
        this.number = number;
    }

    /** What one stage of the people's chat was, and the flood beside it. */
    private record Watched(JsonNode flood, Memory before, Memory most) {
        long redisGrowth() {
            return Math.max(0, most.redis() - before.redis());
        }
    }

    /** Lets people chat without any flood; the 99th percentile of delivery in ms. */
    double quiet() {
        try (var load = LoadProcess.start(target.deployment(), settings.load(number, 1))) {
            load.awaitEnd(PATIENCE.plus(settings.flood()));
            return Row.deliveryP99(load.result().path("stages").path(0));
        }
    }

    /** Runs one flood. */
    Row run(String flood, double quietP99) {
        long logged = target.logged();
        try (var load = LoadProcess.start(target.deployment(), settings.load(number, 2))) {
            load.awaitStage(SINK, PATIENCE);
            var sink = watch(flood, sinks);
            load.awaitStage(GATEWAYS, PATIENCE.plus(settings.flood()));
            var gateways = watch(flood, target.addresses());
            load.awaitEnd(PATIENCE.plus(settings.flood()));
            var stages = load.result().path("stages");
            return new Row(
                    flood,
                    settings.addresses(),
                    quietP99,
                    stages.path(SINK),
                    stages.path(GATEWAYS),
                    sink.flood(),
                    gateways.flood(),
                    gateways.most(),
                    gateways.redisGrowth() - sink.redisGrowth(),
                    target.logged() - logged,
                    target.lives());
        }
    }

    /** The flood lasts until shortly before the stage ends, however long its process takes to start. */
    private Watched watch(String flood, List<URI> where) {
        var before = target.memory();
        var most = before;
        var length = AttackSettings.WARM_UP.plus(settings.flood()).minusSeconds(1);
        try (var process = BenchProcess.flood(flood, where, settings.from(), length, "--together")) {
            while (!process.awaitEnd(LOOK)) {
                most = most.max(target.memory());
            }
            return new Watched(process.line(), before, most.max(target.memory()));
        }
    }
}
