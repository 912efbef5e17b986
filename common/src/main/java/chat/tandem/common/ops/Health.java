package chat.tandem.common.ops;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What a process knows about its own health. It is ready when it has started, is not draining, and all that it cannot
 * work without is up; a dependency that it can do without for a while is only shown. Safe for all threads; the
 * suppliers are called from another thread than the one that gave them, and must answer at once.
 */
public final class Health {

    private enum Phase {
        STARTING,
        STARTED,
        DRAINING
    }

    private record Check(boolean required, Supplier<Status> status) {}

    private final Map<String, List<Check>> checks = new ConcurrentSkipListMap<>();
    private final BiConsumer<Health, String> named;
    private volatile Phase phase = Phase.STARTING;

    /** Of a process that begins. */
    public Health() {
        this((health, name) -> {});
    }

    /** @param named told once of each dependency */
    Health(BiConsumer<Health, String> named) {
        this.named = named;
    }

    /** One that these metrics show. */
    static Health measuredBy(Metrics metrics) {
        Health measured =
                new Health((health, name) -> metrics.gauge(Metric.DEPENDENCY_UP, () -> health.up(name) ? 1 : 0, name));
        metrics.gauge(Metric.READY, () -> measured.ready() ? 1 : 0);
        return measured;
    }

    /**
     * Shows how a dependency is, without taking the process out of service while it is down. Given twice under one name
     * (by several event loops, say), it is up when all of them are.
     */
    public void component(String name, Supplier<Status> status) {
        add(name, new Check(false, status));
    }

    /** As {@link #component}, for what the process cannot do without: while it is down the process is not ready. */
    public void required(String name, Supplier<Status> status) {
        add(name, new Check(true, status));
    }

    private void add(String name, Check check) {
        List<Check> known = checks.putIfAbsent(name, new CopyOnWriteArrayList<>(List.of(check)));
        if (known == null) {
            named.accept(this, name);
        } else {
            known.add(check);
        }
    }

    /** Everything is up: from now on ready. */
    public void started() {
        phase = Phase.STARTED;
    }

    /** On the way out: never ready again. */
    public void draining() {
        phase = Phase.DRAINING;
    }

    /** Whether new work should be sent here. */
    public boolean ready() {
        return phase == Phase.STARTED
                && checks.values().stream().flatMap(List::stream).allMatch(Health::allows);
    }

    private static boolean allows(Check check) {
        return !check.required() || check.status().get().up();
    }

    /** {@code {"ready", "phase", "dependencies": {name: {"up", "reason"}}}}. */
    public JsonObject report() {
        JsonObject dependencies = new JsonObject();
        checks.forEach((name, all) -> dependencies.put(name, shown(worst(all))));
        return new JsonObject()
                .put("ready", ready())
                .put("phase", phase.name().toLowerCase(java.util.Locale.ROOT))
                .put("dependencies", dependencies);
    }

    /** Whether all that goes by this name is up; false where there is nothing. */
    boolean up(String name) {
        List<Check> all = checks.get(name);
        return all != null && worst(all).up();
    }

    private static Status worst(List<Check> all) {
        Status worst = all.getFirst().status().get();
        for (Check check : all) {
            Status status = check.status().get();
            worst = worst.up() ? status : worst;
        }
        return worst;
    }

    private static JsonObject shown(Status status) {
        return new JsonObject().put("up", status.up()).put("reason", status.reason());
    }
}
