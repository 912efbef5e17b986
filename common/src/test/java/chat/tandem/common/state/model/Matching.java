package chat.tandem.common.state.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who may meet whom, and how a conversation begins. */
final class Matching {
    private final Shard shard;

    Matching(Shard shard) {
        this.shard = shard;
    }

    /** Whom a user may meet: one of `anyOf`; nobody is an answer too where `maybe`. */
    record Choice(Set<String> anyOf, boolean maybe) {
        static final Choice NOBODY = new Choice(Set.of(), true);
    }

    /**
     * The partners that are right for one user of a batch: first who shares an interest, then, when patience is over,
     * the oldest willing, both in order; then some willing ones drawn at random; for the sweep at last a recent partner.
     */
    Choice choice(String user, boolean sweep) {
        Person person = shard.sessions.get(user);
        if (person == null || !ready(person)) {
            return Choice.NOBODY;
        }
        List<String> ordered = new ArrayList<>();
        person.interests.forEach(interest -> ordered.addAll(oldestWith(interest)));
        List<String> willing = impatient(person) ? willing() : List.of();
        ordered.addAll(willing.stream().limit(Rules.LOOKS).toList());
        for (String other : ordered) {
            if (fits(person, other) && fresh(person, other)) {
                return new Choice(Set.of(other), false);
            }
        }
        return byChance(person, sweep, ordered, willing);
    }

    /** Nobody is certain: any willing one may have been drawn, and what the sweep falls back to may be among them. */
    private Choice byChance(Person person, boolean sweep, List<String> ordered, List<String> willing) {
        Set<String> drawn = new LinkedHashSet<>();
        willing.stream()
                .filter(other -> fits(person, other) && fresh(person, other))
                .forEach(drawn::add);
        if (!sweep) {
            return new Choice(drawn, true);
        }
        List<String> last = Stream.concat(ordered.stream(), willing.stream())
                .filter(other -> fits(person, other) && bothWaited(person, other))
                .toList();
        boolean sure = !last.isEmpty() && ordered.contains(last.getFirst());
        if (sure) {
            drawn.add(last.getFirst());
        } else {
            drawn.addAll(last);
        }
        if (!last.isEmpty()) {
            shard.met("the last resort");
        }
        return new Choice(drawn, !sure);
    }

    private boolean impatient(Person person) {
        Long moment = shard.queue.get(person.user);
        return moment != null && moment <= shard.now;
    }

    private List<String> willing() {
        return Shard.upTo(shard.queue, shard.now);
    }

    private List<String> oldestWith(String interest) {
        return shard.queue.keySet().stream()
                .map(shard::person)
                .filter(person -> person.interests.contains(interest))
                .sorted((one, other) -> one.since == other.since
                        ? one.user.compareTo(other.user)
                        : Long.compare(one.since, other.since))
                .limit(Rules.LOOKS)
                .map(person -> person.user)
                .toList();
    }

    private boolean ready(Person person) {
        return person.state == Person.State.WAITING && !person.isAway() && shard.alive(person.gateway);
    }

    private boolean fits(Person person, String other) {
        return !other.equals(person.user) && ready(shard.person(other)) && !blocked(person.user, other);
    }

    private boolean fresh(Person person, String other) {
        boolean own = shard.avoids(person.user, other);
        boolean theirs = shard.avoids(other, person.user);
        if (own || theirs) {
            shard.met("a recent partner");
        }
        if (own != theirs) {
            shard.met("a partner recent to one of them");
        }
        if ((own || theirs) && !other.equals(person.recent)) {
            shard.met("a recent partner before the last");
        }
        return !own && !theirs;
    }

    private boolean bothWaited(Person person, String other) {
        long enough = shard.now - shard.rules.lastResort();
        return person.since <= enough && shard.person(other).since <= enough;
    }

    private boolean blocked(String user, String other) {
        boolean blocked = shard.blocks.getOrDefault(String.join("|", Shard.sorted(user, other)), 0L) > shard.now;
        if (blocked) {
            shard.met("a block");
        }
        return blocked;
    }

    /** The conversation of two begins. */
    void meet(String user, String other, String conversation) {
        Person one = shard.person(user);
        Person two = shard.person(other);
        List<String> shared =
                one.interests.stream().filter(two.interests::contains).toList();
        shard.queue.remove(user);
        shard.queue.remove(other);
        one.meet(other, conversation);
        two.meet(user, conversation);
        shard.talks.put(conversation, new Talk(conversation));
        matched(one, two, conversation, shared);
        matched(two, one, conversation, shared);
        List<String> both = Shard.sorted(user, other);
        started(both.get(0), both.get(1), conversation, shared);
    }

    private void matched(Person person, Person partner, String conversation, List<String> shared) {
        Json.Raw interests = new Json.Raw("[" + String.join(",", shared) + "]");
        String data = partner.name == null
                ? Json.object("conversationId partnerId sharedInterests", conversation, partner.user, interests)
                : Json.object(
                        "conversationId partnerId partnerName sharedInterests",
                        conversation,
                        partner.user,
                        new Json.Raw(partner.name),
                        interests);
        shard.tell(person, "matched", conversation, 0, data);
    }

    private void started(String a, String b, String conversation, List<String> shared) {
        shard.streams.append(
                Streams.MESSAGES, "v type conversation a b startedAt", 1, "start", conversation, a, b, shard.now);
        nameIn("nameA", shard.person(a).name);
        nameIn("nameB", shard.person(b).name);
        shard.streams.append(
                Streams.EVENTS,
                "v type conversation a b at interests",
                1,
                "matched",
                conversation,
                a,
                b,
                shard.now,
                "[" + String.join(",", shared) + "]");
    }

    private void nameIn(String field, @Nullable String name) {
        if (name != null) {
            shard.streams.of(Streams.MESSAGES).getLast().put(field, name);
        }
    }
}
