package chat.tandem.common.state.simulation;

import chat.tandem.common.state.model.PlainRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Everything that there is in a run. */
final class World {
    static final List<String> USERS = List.of("anna", "ben", "cleo", "dora", "emil");

    final Agenda agenda = new Agenda();
    final Trace trace = new Trace(agenda);
    final Truth truth = new Truth();
    final Chance chance;
    final Server server;
    private final GraceRules grace = new GraceRules();
    private final Stations stations;
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Matcher> matchers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private int gatewayIds;
    private int connections;
    private int conversations;
    private Phase phase = Phase.WILD;

    /** Faults and whims; then nobody does anything but what is needed; then nobody is there. */
    enum Phase {
        WILD,
        CALM,
        EMPTY
    }

    World(PlainRedis redis, Texts texts, Stations stations, long seed) {
        this.stations = stations;
        chance = new Chance(seed);
        server = new Server(this, redis, texts, this::judge);
        stations.drawConversationsFrom(() -> new UUID(0, ++conversations));
        for (int i = 0; i < Stations.GATEWAYS; i++) {
            gateways.add(newGateway(i));
        }
        for (int i = 0; i < Stations.MATCHERS; i++) {
            matchers.add(newMatcher(i));
        }
        USERS.forEach(user -> clients.add(new Client(this, user)));
    }

    /** Holds a call to all rules, and lets those know whom it concerns. */
    private void judge(Step step) {
        CallRules.check(step, truth);
        truth.absorb(step);
        StateRules.check(step.after());
        grace.check(step);
        step.news().hints().forEach(this::hint);
        for (Gateway gateway : gateways) {
            Tenure tenure = gateway.tenure();
            if (tenure != null && !gateway.dead()) {
                gateway.inboxHolds(inboxOf(tenure.id));
            }
        }
    }

    private void hint(String user) {
        List<Matcher> readers =
                matchers.stream().filter(matcher -> !matcher.dead()).toList();
        if (!readers.isEmpty() && !chance.in100(5)) {
            chance.of(readers).hint(user);
        }
    }

    int inboxOf(String gateway) {
        return server.news().inboxes().getOrDefault(gateway, 0);
    }

    // ---- programs ----

    private Gateway newGateway(int index) {
        return new Gateway(this, "ABC".substring(index, index + 1), stations.gateways.get(index));
    }

    private Matcher newMatcher(int index) {
        return new Matcher(this, "M" + (index + 1), stations.matchers.get(index));
    }

    Gateway gateway(int index) {
        return gateways.get(index);
    }

    Matcher matcher(int index) {
        return matchers.get(index);
    }

    /** In place of one that has died or stops. */
    void startGateway(int index) {
        if (phase != Phase.EMPTY && !gateways.get(index).open()) {
            gateways.get(index).kill();
            gateways.set(index, newGateway(index));
        }
    }

    void startMatcher(int index) {
        if (phase != Phase.EMPTY && matchers.get(index).dead()) {
            matchers.set(index, newMatcher(index));
        }
    }

    List<Gateway> openGateways() {
        return gateways.stream().filter(Gateway::open).toList();
    }

    List<Client> clients() {
        return clients;
    }

    String newGatewayId(String name) {
        return name + ++gatewayIds;
    }

    String newConnection() {
        return "c" + ++connections;
    }

    long tickLength() {
        return phase == Phase.EMPTY ? 1_700 : chance.between(800, 1_400);
    }

    // ---- phases ----

    boolean calm() {
        return phase != Phase.WILD;
    }

    /** Nothing goes wrong any more: who stands still wakes, who is dead is started. */
    void calmDown() {
        phase = Phase.CALM;
        trace.note("all is calm now");
        server.freeze(0);
        gateways.forEach(Gateway::wake);
        matchers.forEach(Matcher::wake);
        for (int i = 0; i < matchers.size(); i++) {
            startMatcher(i);
        }
        for (int i = 0; i < gateways.size(); i++) {
            startGateway(i);
        }
    }

    /** Everybody goes, and the gateways stop. */
    void empty() {
        phase = Phase.EMPTY;
        trace.note("everybody goes");
        clients.forEach(Client::leave);
        matchers.getLast().kill();
        agenda.in(4_200, () -> gateways.forEach(gateway -> gateway.act(gateway::stop)));
    }
}
