package chat.tandem.common.state.model;

import chat.tandem.common.state.Owner;
import chat.tandem.common.state.SendRequest;
import chat.tandem.common.state.Sent;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;

/** What gateways do for clients in a conversation. */
final class TalkActs {
    private final World world;
    private final Crowd crowd;

    TalkActs(World world) {
        this.world = world;
        crowd = world.crowd;
    }

    void send(Random random) {
        String user = crowd.user(random, Person::isHereAndPaired);
        Owner owner = crowd.owner(user, random);
        int count = random.nextInt(8) == 0 ? 4 + random.nextInt(14) : 1;
        for (int i = 0; i < count; i++) {
            String conversation = crowd.conversation(user, random);
            long highest = random.nextInt(50) == 0 ? crowd.highest(conversation) + 1 : crowd.highest(conversation);
            String id = crowd.freshUuid();
            Sending sending = random.nextInt(5) == 0
                    ? image(user, conversation, id, highest, random)
                    : text(user, conversation, id, highest, random);
            Crowd.Memory.keep(crowd.memory(user).messages, sending);
            send(random, owner, sending);
        }
    }

    private static Sending text(String user, String conversation, String id, long highest, Random random) {
        String body = "\"text\",\"body\":\"hei på deg {" + random.nextInt(100) + "}\"";
        return new Sending(conversation, id, "", beginning(user, conversation, id) + body, highest);
    }

    /** An image, mostly of an upload of one's own, completed or not. */
    private Sending image(String user, String conversation, String id, long highest, Random random) {
        String upload = crowd.upload(user, random);
        return new Sending(conversation, id, upload, beginning(user, conversation, id) + "\"image\"", highest);
    }

    private static String beginning(String user, String conversation, String id) {
        return "{\"id\":\"" + id + "\",\"conversationId\":\"" + conversation + "\",\"from\":\"" + user + "\",\"type\":";
    }

    /** A retry, be the conversation over or another one begun; now and then the same id elsewhere. */
    void sendAgain(Random random) {
        String user = crowd.user(
                random,
                person ->
                        !person.isAway() && !crowd.memory(person.user).messages.isEmpty());
        List<Sending> before = crowd.memory(user).messages;
        if (before.isEmpty()) {
            return;
        }
        Sending again = crowd.anyOf(before, random);
        String conversation = random.nextInt(10) == 0 ? crowd.conversation(user, random) : again.conversation();
        send(
                random,
                crowd.owner(user, random),
                new Sending(conversation, again.id(), again.upload(), again.prefix(), again.highest()));
    }

    private void send(Random random, Owner owner, Sending sending) {
        SendRequest request = new SendRequest(
                sending.conversation(),
                sending.id(),
                sending.upload().isEmpty() ? null : sending.upload(),
                Buffer.buffer(sending.prefix()),
                sending.highest());
        world.both(
                random,
                "send-message " + Crowd.named(owner) + " " + sending,
                () -> world.state.sendMessage(owner, request).map(outcome -> Answer.of(outcome, TalkActs::sent)),
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
        String user = crowd.user(random, Person::isHereAndPaired);
        Owner owner = crowd.owner(user, random);
        String conversation = crowd.conversation(user, random);
        boolean typing = random.nextBoolean();
        world.both(
                random,
                "typing " + Crowd.named(owner) + " " + conversation + " " + typing,
                () -> world.state
                        .typing(owner, conversation, typing)
                        .map(done -> Answer.of(done, value -> Answer.ok())),
                answer -> world.talking.typing(user, owner.connection(), conversation, typing));
    }

    void read(Random random) {
        String user = crowd.user(random, Person::isHereAndPaired);
        Owner owner = crowd.owner(user, random);
        String conversation = crowd.conversation(user, random);
        long highest = crowd.highest(conversation);
        long sequence = random.nextBoolean() ? highest : 1 + random.nextInt((int) highest + 1);
        world.both(
                random,
                "read " + Crowd.named(owner) + " " + conversation + " " + sequence,
                () -> world.state
                        .read(owner, conversation, sequence)
                        .map(done -> Answer.of(done, value -> Answer.ok())),
                answer -> world.talking.read(user, owner.connection(), conversation, sequence));
    }

    void leave(Random random) {
        leave(crowd.user(random, Person::isHereAndPaired), random);
    }

    void leave(String user, Random random) {
        Owner owner = crowd.owner(user, random);
        String conversation = crowd.conversation(user, random);
        world.both(
                random,
                "leave " + Crowd.named(owner) + " " + conversation,
                () -> world.state.leave(owner, conversation).map(done -> Answer.of(done, value -> Answer.ok())),
                answer -> world.talking.leave(user, owner.connection(), conversation));
    }
}
