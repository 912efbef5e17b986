package chat.tandem.common.state.model;

import java.util.List;

/** Joining and leaving the queue, and looking through it. */
final class Queueing {
    private final Shard shard;

    Queueing(Shard shard) {
        this.shard = shard;
    }

    Answer join(String user, String connection, List<String> wanted) {
        Answer refusal = shard.notOwner(user, connection);
        if (refusal != null) {
            return refusal;
        }
        Person person = shard.person(user);
        if (person.state == Person.State.PAIRED) {
            return Answer.WRONG_STATE;
        }
        long wait = person.joins.waitFor(shard.now, shard.rules.joinInterval(), shard.rules.joinBurst());
        if (wait > 0) {
            return Answer.limited(wait);
        }
        person.joins = person.joins.taken(shard.now, shard.rules.joinInterval());
        person.wait(person.state == Person.State.WAITING ? person.since : shard.now, wanted);
        shard.enqueue(person);
        shard.hint(user);
        return Answer.ok(person.since, person.past());
    }

    Answer leaveQueue(String user, String connection) {
        Answer refusal = shard.notOwner(user, connection);
        if (refusal != null) {
            return refusal;
        }
        Person person = shard.person(user);
        if (person.state == Person.State.PAIRED) {
            return Answer.WRONG_STATE;
        }
        shard.queue.remove(user);
        person.rest();
        return Answer.ok(0L, person.past());
    }

    /** Those whose patience ended after a moment, and up to another. */
    List<String> impatientAfter(long since, long till) {
        return Shard.upTo(shard.queue, till).stream()
                .filter(user -> shard.queue.getOrDefault(user, 0L) > since)
                .toList();
    }

    /** Some of the queue, from a rank on; nobody where that is negative. */
    List<String> slice(int rank, int count) {
        return Shard.upTo(shard.queue, Long.MAX_VALUE).stream()
                .skip(Math.max(rank, 0))
                .limit(rank < 0 ? 0 : count)
                .toList();
    }
}
