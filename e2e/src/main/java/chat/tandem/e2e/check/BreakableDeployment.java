package chat.tandem.e2e.check;

import chat.tandem.bench.check.CheckSettings;
import chat.tandem.bench.check.Deployed;
import chat.tandem.bench.check.fault.Fault;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.wire.Wires;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.ServiceProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tandem's services over a durable Redis and a PostgreSQL, and how each of them is broken and healed. */
final class BreakableDeployment implements Deployed {
    private final RedisProcess redis;
    private final PostgresProcess postgres;
    private final String database;
    private final Wires wires;
    private final Fleet persistences;
    private final Fleet matchers;
    private final Fleet gateways;
    private final List<URI> addresses = new ArrayList<>();

    private BreakableDeployment(
            CheckSettings settings,
            RedisProcess redis,
            PostgresProcess postgres,
            String database,
            Processes processes,
            Wires wires) {
        this.redis = redis;
        this.postgres = postgres;
        this.database = database;
        this.wires = wires;
        this.persistences = new Fleet(processes, "persistence", settings.persistences());
        this.matchers = new Fleet(processes, "matcher", settings.matchers());
        this.gateways = new Fleet(processes, "gateway", settings.gateways());
        gateways.all().forEach(gateway -> addresses.add(wires.add(gateway.http().getPort())));
    }

    /**
     * Starts the services, and returns when all are ready.
     *
     * @param database the address of one with Tandem's tables, in {@code postgres}
     */
    static BreakableDeployment start(
            CheckSettings settings,
            RedisProcess redis,
            PostgresProcess postgres,
            String database,
            Processes processes,
            Wires wires) {
        var deployment = new BreakableDeployment(settings, redis, postgres, database, processes, wires);
        processes.awaitReady();
        return deployment;
    }

    @Override
    public List<URI> addresses() {
        return List.copyOf(addresses);
    }

    // ---- faults ----

    @Override
    public void begin(Fault fault) {
        switch (fault.kind()) {
            case KILL_GATEWAY, KILL_HALF, KILL_MATCHER, KILL_PERSISTENCE ->
                hit(fault).forEach(ServiceProcess::kill);
            case FREEZE_GATEWAY, PAUSE_GATEWAY, FREEZE_MATCHER, FREEZE_ALL_MATCHERS, FREEZE_PERSISTENCE ->
                hit(fault).forEach(ServiceProcess::freeze);
            case ROLL_GATEWAY, ROLL_MATCHER, ROLL_PERSISTENCE -> places(fault).forEach(fleet(fault)::roll);
            case RESTART_REDIS, REPLACE_REDIS -> redis.kill();
            case FREEZE_REDIS -> redis.freeze();
            case EMPTY_REDIS -> redis.command("FLUSHALL");
            case KILL_POSTGRES -> postgres.kill();
            case CUT_CLIENTS, SLOW_CLIENTS, HALF_OPEN -> throw new IllegalArgumentException(fault.toString());
        }
    }

    @Override
    public void heal(Fault fault) {
        switch (fault.kind()) {
            case KILL_GATEWAY, KILL_HALF, ROLL_GATEWAY -> places(fault).forEach(this::replaceGateway);
            case KILL_MATCHER, KILL_PERSISTENCE, ROLL_MATCHER, ROLL_PERSISTENCE ->
                places(fault).forEach(fleet(fault)::replace);
            case FREEZE_GATEWAY, PAUSE_GATEWAY, FREEZE_MATCHER, FREEZE_ALL_MATCHERS, FREEZE_PERSISTENCE ->
                hit(fault).forEach(ServiceProcess::thaw);
            case RESTART_REDIS -> redis.restart();
            case REPLACE_REDIS -> redis.restartEmpty();
            case FREEZE_REDIS -> redis.thaw();
            case KILL_POSTGRES -> postgres.restart();
            case EMPTY_REDIS, CUT_CLIENTS, SLOW_CLIENTS, HALF_OPEN -> {}
        }
    }

    private Fleet fleet(Fault fault) {
        return switch (fault.kind().target()) {
            case GATEWAY, HALF_OF_THE_GATEWAYS -> gateways;
            case MATCHER, ALL_MATCHERS -> matchers;
            case PERSISTENCE -> persistences;
            default -> throw new IllegalArgumentException(fault.toString());
        };
    }

    private List<Integer> places(Fault fault) {
        var fleet = fleet(fault);
        var first = fleet.place(fault.choice());
        var count = switch (fault.kind().target()) {
            case ALL_MATCHERS -> fleet.size();
            case HALF_OF_THE_GATEWAYS -> Math.max(1, Math.min(fleet.size() - 1, (fleet.size() + 1) / 2));
            default -> 1;
        };
        return Stream.iterate(first, place -> place + 1)
                .limit(count)
                .map(place -> place % fleet.size())
                .toList();
    }

    private List<ServiceProcess> hit(Fault fault) {
        return places(fault).stream().map(fleet(fault)::at).toList();
    }

    private void replaceGateway(int place) {
        wires.aim(place, gateways.replace(place).http().getPort());
    }

    // ---- the end ----

    @Override
    public List<String> mend() {
        return Stream.of(persistences, matchers, gateways)
                .flatMap(fleet -> fleet.settle().stream())
                .toList();
    }

    @Override
    public Rows rows() {
        return StoredRows.awaitAll(redis, database);
    }

    @Override
    public Rows rowsNow() {
        return StoredRows.now(database);
    }
}
