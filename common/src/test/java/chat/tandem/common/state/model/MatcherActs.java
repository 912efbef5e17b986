package chat.tandem.common.state.model;

import chat.tandem.common.state.Match;
import chat.tandem.common.state.ScriptRunner;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.ShardUpkeep.Stretch;
import chat.tandem.common.state.ShardUpkeep.Tick;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** What matchers do for all. */
final class MatcherActs {
    private final World world;
    private final Crowd crowd;
    private final Shard shard;

    MatcherActs(World world) {
        this.world = world;
        crowd = world.crowd;
        shard = world.shard;
    }

    void pair(Random random) {
        pair(wanted(random), random.nextInt(3) == 0, random);
    }

    void pair(List<String> users, boolean sweep, Random random) {
        long deadline = world.deadline(random);
        world.note("pair " + users + (sweep ? " in a sweep" : ""));
        world.wire.believe(random.nextInt(3) == 0 ? random.nextInt(Crowd.GATEWAYS) : Crowd.GATEWAYS + 10);
        List<Match> made = world.wire.call(
                deadline,
                exchange -> {
                    paired(exchange, sweep);
                    if (exchange.script().isEmpty()) {
                        world.act(random);
                    } else {
                        world.meanwhile(exchange, random);
                    }
                },
                () -> world.upkeep.pair(users, sweep));
        world.note("  -> " + made);
    }

    /** Those of a batch that waits, of those whose hints came, or of anybody. */
    private List<String> wanted(Random random) {
        Set<String> users = new LinkedHashSet<>();
        switch (random.nextInt(3)) {
            case 0 -> users.addAll(shard.queue.keySet());
            case 1 -> shard.streams.of(Streams.MATCHER).forEach(hint -> users.add(hint.getOrDefault("user", "")));
            default -> {
                for (int i = 0; i < 6; i++) {
                    users.add(crowd.anyOf(crowd.users, random));
                }
            }
        }
        List<String> ordered = new ArrayList<>(users);
        Collections.shuffle(ordered, random);
        return ordered.size() > 12 ? ordered.subList(0, 12) : ordered;
    }

    /** One call of `pair`: each user of it in turn, held to whom the model would let them meet. */
    private void paired(Wire.Exchange exchange, boolean sweep) {
        if (!exchange.script().equals("pair") || exchange.status().equals("late")) {
            return;
        }
        Response reply = exchange.reply();
        boolean moved = exchange.status().equals("moved");
        List<Response> matches = reply.get(moved ? 2 : 1).stream().toList();
        Set<String> left = new HashSet<>();
        if (moved) {
            reply.get(3).forEach(user -> left.add(user.toString()));
        }
        int next = 0;
        for (int i = 1; i < exchange.arguments().size(); i += 2) {
            String user = exchange.arguments().get(i);
            if (shard.overBacklog()) {
                break;
            }
            Matching.Choice choice = world.matching.choice(user, sweep);
            boolean matched =
                    next < matches.size() && matches.get(next).get(0).toString().equals(user);
            if (matched) {
                met(choice, matches.get(next++));
            } else if (left.contains(user)
                    ? choice.anyOf().isEmpty()
                    : !choice.maybe() && !leftWhenFull(exchange, user, choice)) {
                throw new Difference("pair left " + user + " alone who may meet " + choice);
            }
        }
        if (next < matches.size()) {
            throw new Difference("pair matched whom it should not have looked at: " + matches.get(next));
        }
        if (exchange.status().equals("unavailable") != shard.overBacklog() && !moved && matches.isEmpty()) {
            throw new Difference("pair answered " + exchange.status() + " with "
                    + shard.streams.of(Streams.MESSAGES).size() + " entries waiting");
        }
    }

    /** Whether the user had to be left for a second call, for an inbox was not declared, and then the backlog was full. */
    private boolean leftWhenFull(Wire.Exchange exchange, String user, Matching.Choice choice) {
        return exchange.status().equals("unavailable")
                && Stream.concat(Stream.of(user), choice.anyOf().stream())
                        .map(person -> shard.person(person).gateway)
                        .anyMatch(gateway ->
                                gateway != null && !exchange.declared().contains(world.keys.inbox(gateway)));
    }

    private void met(Matching.Choice choice, Response match) {
        String user = match.get(0).toString();
        String other = match.get(1).toString();
        String conversation = match.get(2).toString();
        if (!choice.anyOf().contains(other)) {
            throw new Difference("pair let " + user + " meet " + other + ", not one of " + choice);
        }
        long waited = shard.now - shard.person(user).since;
        long otherWaited = shard.now - shard.person(other).since;
        if (match.get(3).toLong() != waited || match.get(4).toLong() != otherWaited) {
            throw new Difference("pair told other waits than " + waited + " and " + otherWaited + ": " + match);
        }
        world.matching.meet(user, other, conversation);
        Crowd.Memory.keep(crowd.memory(user).conversations, conversation);
        Crowd.Memory.keep(crowd.memory(other).conversations, conversation);
    }

    void expire(Random random) {
        int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 100;
        world.note("expire at most " + limit);
        int[] expected = {0};
        int done = world.wire.call(
                0,
                exchange -> {
                    expected[0] += expired(exchange, limit);
                    world.meanwhile(exchange, random);
                },
                () -> world.upkeep.expire(limit));
        if (done != expected[0]) {
            throw new Difference("expire said it did " + done + ", not " + expected[0]);
        }
    }

    /** One call of `expire`: each that is due and whose names were known. */
    private int expired(Wire.Exchange exchange, int limit) {
        int done = 0;
        for (String user : world.upkeepModel.due(limit)) {
            if (!world.upkeepModel.isDue(user)) {
                continue;
            }
            boolean known = world.upkeepModel.touches(user).stream()
                    .allMatch(key -> exchange.declared().contains(world.keys.fixed(key)));
            if (known) {
                world.note("  " + user + " is due");
                world.upkeepModel.expire(user);
                done++;
            }
        }
        return done;
    }

    void reap(Random random) {
        List<String> known = new ArrayList<>(shard.gateways.keySet());
        List<String> lapsed = world.upkeepModel.lapsed();
        if (known.isEmpty()) {
            return;
        }
        String gateway = crowd.anyOf(lapsed.isEmpty() || random.nextInt(4) == 0 ? known : lapsed, random);
        world.note("reap " + gateway);
        String[] expected = {""};
        int left = world.wire.call(
                0,
                exchange -> {
                    if (exchange.status().equals("moved")) {
                        world.meanwhile(exchange, random);
                    } else {
                        Answer should = world.upkeepModel.reap(gateway, false);
                        expected[0] =
                                should.kind().equals("ok") ? should.values().getFirst() : "0";
                        if (!should.kind().equals(exchange.status())) {
                            throw new Difference("reap answered " + exchange.status() + ", not " + should);
                        }
                    }
                },
                () -> world.upkeep.reap(gateway));
        if (!String.valueOf(left).equals(expected[0])) {
            throw new Difference("reap left " + left + ", not " + expected[0]);
        }
    }

    void tick(Random random) {
        if (shard.tickHolder != null && random.nextInt(10) > 0) {
            world.note("the tick's lock lapses");
            world.real.send(Command.DEL, world.keys.fixed("tick-lock"));
            shard.tickHolder = null;
        }
        String holder = crowd.fresh("matcher");
        world.note("tick " + holder);
        Tick tick = world.wire.call(
                0,
                exchange -> ticked(exchange, world.upkeepModel.tick(holder, 60_000)),
                () -> world.upkeep.tick(holder, 60_000 + Rules.REAL_LIFE));
        if (tick != null && tick.now() != shard.now) {
            throw new Difference("tick told another time: " + tick);
        }
    }

    private static void ticked(Wire.Exchange exchange, Answer should) {
        Answer is = exchange.status().equals("ok")
                ? Answer.ok(
                        exchange.reply().get(1).toLong(),
                        ScriptRunner.strings(exchange.reply().get(2)))
                : Answer.of(exchange.status());
        if (!is.equals(should)) {
            throw new Difference("tick answered " + is + ", not " + should);
        }
    }

    void sweep(Random random) {
        int count = 1 + random.nextInt(20);
        Stretch stretch = Stretch.after(shard.now - random.nextInt(20_000));
        Map<String, Long> places = Map.copyOf(shard.queue);
        Set<String> ripe = new LinkedHashSet<>(world.queueing.impatientAfter(stretch.since(), shard.now));
        boolean entered = false;
        do {
            int rank = random.nextInt(11) - 1;
            List<String> slice = world.queueing.slice(rank, count);
            Stretch before = stretch;
            ShardUpkeep.Sweep sweep = world.wire.call(0, exchange -> {}, () -> world.upkeep.sweep(before, count, rank));
            int found = sweep.users().size() - slice.size();
            if (found < 0
                    || found > count
                    || !sweep.users().subList(found, sweep.users().size()).equals(slice)
                    || sweep.waiting() != shard.queue.size()) {
                throw new Difference("sweep found " + sweep + ", not " + slice + " at the end");
            }
            ripe.removeAll(sweep.users().subList(0, found));
            stretch = sweep.stretch();
            if (stretch.left() > 0) {
                world.act(random);
                List<String> present = world.queueing.impatientAfter(stretch.since(), stretch.till());
                ripe.retainAll(present);
                entered |= present.stream().anyMatch(user -> !Objects.equals(shard.queue.get(user), places.get(user)));
            }
        } while (stretch.left() > 0);
        if (!ripe.isEmpty() && !entered) { // Who comes back is hinted, and pushes others aside.
            throw new Difference("sweep passed over " + ripe);
        }
    }
}
