package chat.tandem.common.state.model;

import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.Connected;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.SendRequest;
import chat.tandem.common.state.Sent;
import chat.tandem.common.state.model.Visiting.Visit;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What gateways do for their clients. */
final class ClientActs {
    private static final List<String> INTERESTS =
            List.of("\"music\"", "\"chess\"", "\"films\"", "\"fjell og fjord\"", "\"日本\"", "\"\\\"quoted\\\"\"");

    private final World world;

    ClientActs(World world) {
        this.world = world;
    }

    // Coming and going

    void connect(Random random) {
        String user = random.nextInt(3) == 0 ? world.anyOf(world.users, random) : world.user(random, Person::isAway);
        Person person = world.shard.sessions.get(user);
        boolean repeat = random.nextInt(15) == 0 && person != null && person.connection != null;
        String connection = repeat ? Objects.requireNonNull(person).connection : world.fresh("connection");
        String gateway = repeat ? Objects.requireNonNull(person).gateway : gateway(random);
        if (gateway == null || connection == null) {
            return;
        }
        String resumed = random.nextInt(3) == 0 ? null : world.conversation(user, random);
        long sequence = resumed == null ? 0 : random.nextInt((int) highest(resumed) + 2);
        String name = random.nextInt(3) > 0 ? null : "\"" + world.fresh("Name é") + "\"";
        Visit visit = new Visit(user, gateway, connection, name, resumed, sequence);
        Owner owner = world.owner(user, connection);
        world.connected(user, connection, gateway);
        ConnectRequest.Resume resume = resumed == null ? null : new ConnectRequest.Resume(resumed, sequence);
        world.both(
                random,
                "connect " + visit,
                () -> world.state
                        .connect(new ConnectRequest(user, gateway, connection, name, resume), owner.beliefs())
                        .map(outcome -> World.answer(outcome, ClientActs::connected)),
                answer -> world.visiting.connect(visit));
    }

    private @Nullable String gateway(Random random) {
        if (world.gateways.isEmpty()) {
            return null;
        }
        return world.anyOf(world.gateways, random);
    }

    private long highest(String conversation) {
        Talk talk = world.shard.talks.get(conversation);
        return talk == null || talk.sequence == null ? 0 : talk.sequence;
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
        String user = world.user(random, person -> !person.isAway());
        Owner owner = world.owner(user, random);
        String connection = owner.connection();
        String gateway = random.nextInt(20) == 0 ? world.fresh("elsewhere") : world.gatewayOf(connection);
        world.bothEvenLate(
                random,
                "disconnect " + user + " " + connection + " " + gateway,
                () -> world.state.disconnect(user, connection, gateway).map(ClientActs::done),
                () -> world.visiting.disconnect(user, connection));
    }

    // The queue

    void join(Random random) {
        String user = world.user(
                random, person -> !person.isAway() && (person.state == Person.State.IDLE || random.nextInt(15) == 0));
        join(user, wanted(random), random);
    }

    void join(String user, List<String> wanted, Random random) {
        Owner owner = world.owner(user, random);
        world.both(
                random,
                "join-queue " + named(owner) + " " + wanted,
                () -> world.state.joinQueue(owner, wanted).map(outcome -> World.answer(outcome, Answer::ok)),
                answer -> world.queueing.join(user, owner.connection(), wanted));
    }

    void next(Random random) {
        String user = world.user(random, this::isInConversation);
        Owner owner = world.owner(user, random);
        String conversation = world.conversation(user, random);
        List<String> wanted = wanted(random);
        world.both(
                random,
                "next " + named(owner) + " " + conversation + " " + wanted,
                () -> world.state.next(owner, conversation, wanted).map(outcome -> World.answer(outcome, Answer::ok)),
                answer -> world.talking.next(user, owner.connection(), conversation, wanted));
    }

    void leaveQueue(Random random) {
        leaveQueue(world.user(random, person -> person.state == Person.State.WAITING), random);
    }

    void everybodyLeavesTheQueue(Random random) {
        List.copyOf(world.shard.queue.keySet()).forEach(user -> leaveQueue(user, random));
    }

    private void leaveQueue(String user, Random random) {
        Owner owner = world.owner(user, random);
        world.both(
                random,
                "leave-queue " + named(owner),
                () -> world.state.leaveQueue(owner).map(ClientActs::done),
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

    // The conversation

    private boolean isInConversation(Person person) {
        return person.state == Person.State.PAIRED && !person.isAway();
    }

    void send(Random random) {
        String user = world.user(random, this::isInConversation);
        Owner owner = world.owner(user, random);
        int count = random.nextInt(8) == 0 ? 4 + random.nextInt(14) : 1;
        for (int i = 0; i < count; i++) {
            String conversation = world.conversation(user, random);
            long highest = random.nextInt(50) == 0 ? highest(conversation) + 1 : highest(conversation);
            String id = world.freshUuid();
            String prefix = "{\"id\":\"" + id + "\",\"conversationId\":\"" + conversation + "\",\"from\":\"" + user
                    + "\",\"type\":\"text\",\"body\":\"hei på deg {" + random.nextInt(100) + "}\"";
            Sending sending = new Sending(conversation, id, "text", prefix, highest);
            World.Memory.keep(world.memory(user).messages, sending);
            send(random, owner, sending);
        }
    }

    /** A retry, be the conversation over or another one begun; now and then the same id elsewhere. */
    void sendAgain(Random random) {
        String user = world.user(
                random,
                person ->
                        !person.isAway() && !world.memory(person.user).messages.isEmpty());
        List<Sending> before = world.memory(user).messages;
        if (before.isEmpty()) {
            return;
        }
        Sending again = world.anyOf(before, random);
        String conversation = random.nextInt(10) == 0 ? world.conversation(user, random) : again.conversation();
        send(
                random,
                world.owner(user, random),
                new Sending(conversation, again.id(), again.kind(), again.prefix(), again.highest()));
    }

    private void send(Random random, Owner owner, Sending sending) {
        SendRequest request = new SendRequest(
                sending.conversation(),
                sending.id(),
                sending.kind(),
                Buffer.buffer(sending.prefix()),
                sending.highest());
        world.both(
                random,
                "send-message " + named(owner) + " " + sending,
                () -> world.state.sendMessage(owner, request).map(outcome -> World.answer(outcome, ClientActs::sent)),
                answer -> world.talking.send(owner.user(), owner.connection(), sending, isRepeat(answer)));
    }

    private static Answer sent(Sent sent) {
        return Answer.ok(sent.sequence(), sent.sentAt(), sent.repeated());
    }

    private static boolean isRepeat(Answer answer) {
        return answer.kind().equals("ok")
                && Boolean.parseBoolean(answer.values().getLast());
    }

    void typing(Random random) {
        String user = world.user(random, this::isInConversation);
        Owner owner = world.owner(user, random);
        String conversation = world.conversation(user, random);
        boolean typing = random.nextBoolean();
        world.both(
                random,
                "typing " + named(owner) + " " + conversation + " " + typing,
                () -> world.state.typing(owner, conversation, typing).map(ClientActs::done),
                answer -> world.talking.typing(user, owner.connection(), conversation, typing));
    }

    void read(Random random) {
        String user = world.user(random, this::isInConversation);
        Owner owner = world.owner(user, random);
        String conversation = world.conversation(user, random);
        long highest = highest(conversation);
        long sequence = random.nextBoolean() ? highest : 1 + random.nextInt((int) highest + 1);
        world.both(
                random,
                "read " + named(owner) + " " + conversation + " " + sequence,
                () -> world.state.read(owner, conversation, sequence).map(ClientActs::done),
                answer -> world.talking.read(user, owner.connection(), conversation, sequence));
    }

    void leave(Random random) {
        leave(world.user(random, this::isInConversation), random);
    }

    void leave(String user, Random random) {
        Owner owner = world.owner(user, random);
        String conversation = world.conversation(user, random);
        world.both(
                random,
                "leave " + named(owner) + " " + conversation,
                () -> world.state.leave(owner, conversation).map(ClientActs::done),
                answer -> world.talking.leave(user, owner.connection(), conversation));
    }

    private static <T> Answer done(Outcome<T> outcome) {
        return World.answer(outcome, value -> Answer.ok());
    }

    private static String named(Owner owner) {
        return owner.user() + " " + owner.connection();
    }
}
