package chat.tandem.common.state.model;

import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Random;

/** Does steps on a world. */
final class Stage {
    private final World world;
    private final VisitActs visits;
    private final TalkActs talks;
    private final UploadActs uploads;
    private final GatewayActs gateways;
    private final MatcherActs matchers;

    Stage(World world) {
        this.world = world;
        visits = new VisitActs(world);
        talks = new TalkActs(world);
        uploads = new UploadActs(world);
        gateways = new GatewayActs(world);
        matchers = new MatcherActs(world);
        world.performBy(this::perform);
    }

    void perform(Step step) {
        Random random = step.random();
        if (random.nextBoolean()) {
            world.advance(random.nextInt(150));
        }
        switch (step.kind()) {
            case CONNECT -> visits.connect(random);
            case DISCONNECT -> visits.disconnect(random);
            case JOIN -> visits.join(random);
            case LEAVE_QUEUE -> visits.leaveQueue(random);
            case NEXT -> visits.next(random);
            case SEND -> talks.send(random);
            case SEND_AGAIN -> talks.sendAgain(random);
            case TYPING -> talks.typing(random);
            case READ -> talks.read(random);
            case LEAVE -> talks.leave(random);
            case REQUEST_UPLOAD -> uploads.request(random);
            case COMPLETE_UPLOAD -> uploads.complete(random);
            case PAIR -> matchers.pair(random);
            case EXPIRE -> matchers.expire(random);
            case REAP -> matchers.reap(random);
            case TICK -> matchers.tick(random);
            case SWEEP -> matchers.sweep(random);
            case REGISTER -> gateways.register(random);
            case RENEW -> gateways.renew(random);
            case DEREGISTER -> gateways.deregister(random);
            case READ_INBOX -> gateways.readInbox(random);
            case REUNION -> reunion(random);
            case LOSE_INBOX -> gateways.loseInbox(random);
            case BLOCK -> block(random);
            case STORE -> store();
            case WAIT_SECONDS -> world.advance(random.nextInt(13_000));
            case WAIT_MINUTES -> world.advance(10_000 + random.nextInt(700_000));
            case WAIT_AN_HOUR -> world.advance(3_650_000);
            case SILENCE -> world.silence();
        }
    }

    /** Two who have just parted wait alone until only each other is left to them. */
    private void reunion(Random random) {
        String user = world.crowd.user(random, Person::isHereAndPaired);
        Person person = world.shard.sessions.get(user);
        if (person == null || person.partner == null) {
            return;
        }
        String partner = person.partner;
        talks.leave(user, random);
        visits.everybodyLeavesTheQueue(random);
        visits.join(user, List.of(), random);
        visits.join(partner, List.of(), random);
        world.advance(world.rules.lastResort() - random.nextInt(2));
        gateways.renew(random);
        matchers.pair(List.of(user), random.nextInt(4) > 0, random);
    }

    /** Persistence loads a block; it is written past the scripts here, as far as it matters to them. */
    private void block(Random random) {
        String user = world.crowd.user(random, person -> person.state == Person.State.WAITING);
        String other = world.crowd.user(random, person -> person.state == Person.State.WAITING);
        List<String> pair = Shard.sorted(user, other);
        long until = world.shard.now + random.nextInt(200_000);
        String member = String.join("|", pair);
        String key = world.keys.fixed("blocks");
        world.real.send(Command.ZADD, key, until, member);
        world.real.send(Command.PEXPIRE, key, Rules.SHARD_LIFE + Rules.REAL_LIFE);
        world.shard.blocks.put(member, until);
    }

    /** Everything that waits is stored or read, and trimmed by its readers. */
    private void store() {
        for (String stream : List.of(Streams.MATCHER, Streams.MESSAGES, Streams.EVENTS)) {
            if (world.shard.streams.of(stream).isEmpty()) {
                continue;
            }
            world.real.send(Command.XTRIM, world.keys.fixed(stream), "MAXLEN", 0);
            world.shard.streams.trim(stream);
        }
        world.real.send(Command.DEL, world.keys.fixed("messages-bytes"));
    }
}
