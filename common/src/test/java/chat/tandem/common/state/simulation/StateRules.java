package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;

import chat.tandem.common.state.simulation.Picture.Held;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What holds of the shard at every moment. */
final class StateRules {
    private StateRules() {}

    static void check(Picture shard) {
        shard.sessions().forEach((user, held) -> {
            partnership(shard, user, held);
            queue(shard, user, held);
            presence(shard, user, held);
        });
        nobodyElse(shard);
        conversations(shard);
    }

    private static void partnership(Picture shard, String user, Held held) {
        if (!held.paired()) {
            unless(
                    held.conversation().isEmpty() && held.partner().isEmpty(),
                    Rule.SYMMETRY,
                    () -> user + " is " + held.state() + " and yet has " + held,
                    user);
            return;
        }
        unless(!held.partner().equals(user), Rule.NO_SELF_MATCH, () -> user + " has met " + user, user);
        Held partner = shard.of(held.partner());
        unless(
                partner.paired()
                        && partner.partner().equals(user)
                        && partner.conversation().equals(held.conversation()),
                Rule.SYMMETRY,
                () -> user + " is paired: " + held + "\n  but " + held.partner() + " is " + partner,
                user,
                held.partner());
        unless(
                shard.conversations().containsKey(held.conversation()),
                Rule.SYMMETRY,
                () -> user + " is in a conversation that is over: " + held,
                user,
                held.partner());
    }

    private static void queue(Picture shard, String user, Held held) {
        boolean queued = shard.queue().containsKey(user);
        unless(
                queued == (held.waiting() && held.present()),
                Rule.QUEUE,
                () -> user + (queued ? " is in the queue, and is " : " is not in the queue, and is ") + held,
                user);
        if (queued) {
            long patience = held.interests() > 0 ? Times.PATIENCE : 0;
            unless(
                    shard.queue().getOrDefault(user, 0L) == held.since() + patience,
                    Rule.PLACE_KEPT,
                    () -> user + " stands at " + shard.queue().get(user) + " and waits: " + held,
                    user);
        }
    }

    private static void presence(Picture shard, String user, Held held) {
        if (!held.present()) {
            unless(
                    shard.away().containsKey(user) && held.gateway().isEmpty(),
                    Rule.PRESENCE,
                    () -> user + " is neither here nor away: " + held,
                    user);
            return;
        }
        unless(!shard.away().containsKey(user), Rule.PRESENCE, () -> user + " is here and away: " + held, user);
        unless(
                shard.on().getOrDefault(held.gateway(), Set.of()).contains(user),
                Rule.PRESENCE,
                () -> user + " is not in the set of " + held.gateway() + ": " + held,
                user,
                held.gateway());
        unless(
                shard.gateways().containsKey(held.gateway()),
                Rule.PRESENCE,
                () -> user + " is on a gateway that nobody watches: " + held,
                user,
                held.gateway());
    }

    private static void nobodyElse(Picture shard) {
        Set<String> present = new TreeSet<>();
        shard.sessions().forEach((user, held) -> {
            if (held.present()) {
                present.add(user);
            }
        });
        unless(present.equals(shard.online()), Rule.PRESENCE, () -> "online " + shard.online() + ", not " + present);
        Set<String> held = new TreeSet<>();
        for (Map.Entry<String, Set<String>> on : shard.on().entrySet()) {
            for (String user : on.getValue()) {
                boolean here = shard.of(user).gateway().equals(on.getKey());
                unless(here && held.add(user), Rule.PRESENCE, () -> user + " is in the set of " + on.getKey(), user);
            }
        }
        unless(
                shard.sessions().keySet().containsAll(shard.away().keySet()),
                Rule.PRESENCE,
                () -> "away " + shard.away());
        unless(
                shard.sessions().keySet().containsAll(shard.queue().keySet()),
                Rule.QUEUE,
                () -> "queue " + shard.queue());
        int interests = shard.queue().keySet().stream()
                .mapToInt(user -> shard.of(user).interests())
                .sum();
        unless(interests == shard.interests(), Rule.QUEUE, () -> shard.interests() + " interests, not " + interests);
    }

    private static void conversations(Picture shard) {
        shard.conversations().forEach((conversation, counted) -> {
            long sides = shard.sessions().values().stream()
                    .filter(held -> held.conversation().equals(conversation))
                    .count();
            unless(sides == 2, Rule.SYMMETRY, () -> conversation + " has " + sides + " sides", conversation);
            unless(
                    counted.logged() == Math.min(counted.sequence(), 100),
                    Rule.SEQUENCE,
                    () -> conversation + " has " + counted,
                    conversation);
        });
    }
}
