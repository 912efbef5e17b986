package chat.tandem.common.state.model;

import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.Connected;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.model.Visiting.Visit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** What gateways do for clients that come, wait and go. */
final class VisitActs {
    private static final List<String> INTERESTS =
            List.of("\"music\"", "\"chess\"", "\"films\"", "\"fjell og fjord\"", "\"日本\"", "\"\\\"quoted\\\"\"");

    private final World world;
    private final Crowd crowd;

    VisitActs(World world) {
        this.world = world;
        crowd = world.crowd;
    }

    void connect(Random random) {
        String user = random.nextInt(3) == 0 ? crowd.anyOf(crowd.users, random) : crowd.user(random, Person::isAway);
        Person person = world.shard.sessions.get(user);
        boolean repeat = random.nextInt(15) == 0 && person != null && person.connection != null;
        String connection = repeat ? Objects.requireNonNull(person).connection : crowd.fresh("connection");
        String gateway = repeat ? Objects.requireNonNull(person).gateway : crowd.gateway(random);
        if (gateway == null || connection == null) {
            return;
        }
        String resumed = random.nextInt(3) == 0 ? null : crowd.conversation(user, random);
        long sequence = resumed == null ? 0 : random.nextInt((int) crowd.highest(resumed) + 2);
        String name = random.nextInt(3) > 0 ? null : "\"" + crowd.fresh("Name é") + "\"";
        Visit visit = new Visit(user, gateway, connection, name, resumed, sequence);
        Owner owner = crowd.owner(user, connection);
        crowd.connected(user, connection, gateway);
        ConnectRequest.Resume resume = resumed == null ? null : new ConnectRequest.Resume(resumed, sequence);
        world.both(
                random,
                "connect " + visit,
                () -> world.state
                        .connect(new ConnectRequest(user, gateway, connection, name, resume), owner.beliefs())
                        .map(outcome -> Answer.of(outcome, VisitActs::connected)),
                answer -> world.visiting.connect(visit));
    }

    private static Answer connected(Connected connected) {
        List<String> ended = connected.ended().stream()
                .map(end -> end.conversation() + " " + end.reason())
                .toList();
        Connected.Paired paired = connected.paired();
        return Answer.ok(
                connected.state(),
                connected.since(),
                ended,
                connected.online(),
                paired == null ? "" : rejoined(paired));
    }

    private static String rejoined(Connected.Paired paired) {
        List<String> missed = paired.missed().stream()
                .map(message -> message.toString(StandardCharsets.UTF_8))
                .toList();
        return String.join(
                " ",
                paired.conversation(),
                paired.partner(),
                String.valueOf(paired.partnerNameJson()),
                String.valueOf(paired.partnerOnline()),
                String.valueOf(paired.sequence()),
                missed.toString(),
                String.valueOf(paired.truncated()));
    }

    void disconnect(Random random) {
        String user = crowd.user(random, person -> !person.isAway());
        Owner owner = crowd.owner(user, random);
        String connection = owner.connection();
        String gateway = random.nextInt(20) == 0 ? crowd.fresh("elsewhere") : crowd.gatewayOf(connection);
        world.bothEvenLate(
                random,
                "disconnect " + user + " " + connection + " " + gateway,
                () -> world.state
                        .disconnect(user, connection, gateway)
                        .map(done -> Answer.of(done, value -> Answer.ok())),
                () -> world.visiting.disconnect(user, connection));
    }

    void join(Random random) {
        String user = crowd.user(
                random, person -> !person.isAway() && (person.state == Person.State.IDLE || random.nextInt(15) == 0));
        join(user, wanted(random), random);
    }

    void join(String user, List<String> wanted, Random random) {
        Owner owner = crowd.owner(user, random);
        world.both(
                random,
                "join-queue " + Crowd.named(owner) + " " + wanted,
                () -> world.state.joinQueue(owner, wanted).map(outcome -> Answer.of(outcome, Answer::place)),
                answer -> world.queueing.join(user, owner.connection(), wanted));
    }

    void next(Random random) {
        String user = crowd.user(random, Person::isHereAndPaired);
        Owner owner = crowd.owner(user, random);
        String conversation = crowd.conversation(user, random);
        List<String> wanted = wanted(random);
        world.both(
                random,
                "next " + Crowd.named(owner) + " " + conversation + " " + wanted,
                () -> world.state.next(owner, conversation, wanted).map(outcome -> Answer.of(outcome, Answer::ok)),
                answer -> world.talking.next(user, owner.connection(), conversation, wanted));
    }

    void leaveQueue(Random random) {
        leaveQueue(crowd.user(random, person -> person.state == Person.State.WAITING), random);
    }

    void everybodyLeavesTheQueue(Random random) {
        List.copyOf(world.shard.queue.keySet()).forEach(user -> leaveQueue(user, random));
    }

    private void leaveQueue(String user, Random random) {
        Owner owner = crowd.owner(user, random);
        world.both(
                random,
                "leave-queue " + Crowd.named(owner),
                () -> world.state.leaveQueue(owner).map(outcome -> Answer.of(outcome, Answer::place)),
                answer -> world.queueing.leaveQueue(user, owner.connection()));
    }

    private static List<String> wanted(Random random) {
        List<String> wanted = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String interest = INTERESTS.get(random.nextInt(INTERESTS.size()));
            if (!wanted.contains(interest)) {
                wanted.add(interest);
            }
        }
        return wanted;
    }
}
