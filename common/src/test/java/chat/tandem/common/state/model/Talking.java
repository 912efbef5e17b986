package chat.tandem.common.state.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two who met may do: send, typing, read, leave; and next, which also takes a place in the queue. */
final class Talking {
    private final Shard shard;

    Talking(Shard shard) {
        this.shard = shard;
    }

    /**
     * Owner, then a repeated id, then the state, the upload of an image, the limit, the backlog, and what the gateway has seen.
     *
     * @param known whether the shard still remembered the id, where it may have forgotten
     */
    Answer send(String user, String connection, Sending sending, boolean known) {
        Answer refusal = shard.notOwner(user, connection);
        if (refusal != null) {
            return refusal;
        }
        String field = user + ":" + sending.id();
        Talk talk = shard.talks.get(sending.conversation());
        Talk.First first = talk == null ? null : talk.seen.get(field);
        if (talk != null
                && first != null
                && (known || talk.newest(shard.rules.seen()).contains(field))) {
            return Answer.ok(first.sequence(), first.sentAt(), true);
        }
        Person person = shard.person(user);
        if (talk == null || talk.sequence == null || !person.isIn(sending.conversation())) {
            return Answer.WRONG_STATE;
        }
        Answer rejection = sending.upload().isEmpty() ? null : shard.uploads.notToBeSent(user, sending.upload());
        if (rejection != null) {
            return rejection;
        }
        String data = data(talk.sequence + 1, sending);
        long ofCount = person.messages.waitFor(shard.now, shard.rules.messageInterval(), shard.rules.messageBurst());
        long ofBytes =
                person.bytes.waitFor(shard.now, shard.rules.byteInterval(), shard.rules.byteBurst(), bytes(data));
        if (ofCount > 0 || ofBytes > 0) {
            shard.met(ofCount > 0 ? "a message limit" : "a byte limit");
            return Answer.limited(Math.max(ofCount, ofBytes));
        }
        if (shard.overBacklog()) {
            return Answer.UNAVAILABLE;
        }
        if (talk.sequence < sending.highest()) {
            return Answer.of("state-lost");
        }
        return sent(person, talk, talk.sequence + 1, sending, data);
    }

    private String data(long sequence, Sending sending) {
        return sending.prefix() + url(sending) + ",\"sequence\":" + sequence + ",\"sentAt\":" + shard.now + "}";
    }

    private static int bytes(String data) {
        return data.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The newest messages stay, as many and as large as there is room for. */
    private void log(Person person, Talk talk, String data) {
        talk.log.add(data);
        while (talk.log.size() > shard.rules.log() || logged(talk) > shard.rules.logBytes()) {
            if (talk.log.size() <= shard.rules.log()) {
                shard.met("a log full of bytes");
            }
            talk.log.removeFirst();
        }
        Long others = partner(person).logBytes;
        person.logBytes = logged(talk) - (others == null ? 0L : others);
    }

    private static long logged(Talk talk) {
        return talk.log.stream().mapToInt(Talking::bytes).sum();
    }

    private Answer sent(Person person, Talk talk, long sequence, Sending sending, String data) {
        person.messages = person.messages.taken(shard.now, shard.rules.messageInterval());
        person.bytes = person.bytes.taken(shard.now, shard.rules.byteInterval(), bytes(data));
        talk.sequence = sequence;
        if (!sending.upload().isEmpty()) {
            shard.met("an image sent");
        }
        log(person, talk, data);
        String field = person.user + ":" + sending.id();
        talk.seen.remove(field);
        talk.seen.put(field, new Talk.First(sequence, shard.now));
        shard.keep(talk, Rules.LOG_LIFE);
        shard.streams.append(
                Streams.MESSAGES,
                "v type conversation to data",
                1,
                "message",
                talk.conversation,
                partner(person).user,
                data);
        shard.streams.append(
                Streams.EVENTS,
                "v type conversation sequence from kind at",
                1,
                "message",
                talk.conversation,
                sequence,
                person.user,
                sending.kind(),
                shard.now);
        if (shard.rules.eventBodies()) {
            shard.streams.of(Streams.EVENTS).getLast().put("data", data);
        }
        shard.tell(partner(person), "receive-message", talk.conversation, sequence, data);
        return Answer.ok(sequence, shard.now, false);
    }

    private String url(Sending sending) {
        return sending.upload().isEmpty() ? "" : ",\"url\":" + shard.uploads.url(sending.upload());
    }

    Answer typing(String user, String connection, String conversation, boolean typing) {
        Answer refusal = outside(user, connection, conversation);
        if (refusal != null) {
            return refusal;
        }
        shard.tell(
                partner(shard.person(user)),
                "partner-typing",
                conversation,
                0,
                Json.object("conversationId typing", conversation, typing));
        return Answer.ok();
    }

    Answer read(String user, String connection, String conversation, long sequence) {
        Answer refusal = outside(user, connection, conversation);
        if (refusal != null) {
            return refusal;
        }
        Person person = shard.person(user);
        Long highest = shard.talk(person).sequence;
        if (highest == null || sequence > highest) {
            return Answer.of("invalid-sequence");
        }
        if (sequence > person.read) {
            person.read = sequence;
            shard.streams.append(
                    Streams.MESSAGES,
                    "v type conversation user sequence at",
                    1,
                    "read",
                    conversation,
                    user,
                    sequence,
                    shard.now);
            shard.tell(
                    partner(person),
                    "message-read",
                    conversation,
                    0,
                    Json.object("conversationId sequence", conversation, sequence));
        }
        return Answer.ok();
    }

    Answer leave(String user, String connection, String conversation) {
        Answer refusal = outside(user, connection, conversation);
        if (refusal != null) {
            return refusal;
        }
        shard.end(shard.person(user), "left");
        return Answer.ok();
    }

    Answer next(String user, String connection, String conversation, List<String> wanted) {
        Answer refusal = outside(user, connection, conversation);
        if (refusal != null) {
            return refusal;
        }
        Person person = shard.person(user);
        long wait = person.joins.waitFor(shard.now, shard.rules.joinInterval(), shard.rules.joinBurst());
        if (wait > 0) {
            return Answer.limited(wait);
        }
        person.joins = person.joins.taken(shard.now, shard.rules.joinInterval());
        shard.end(person, "next");
        person.wait(shard.now, wanted);
        shard.enqueue(person);
        shard.hint(user);
        return Answer.ok(shard.now);
    }

    private @Nullable Answer outside(String user, String connection, String conversation) {
        Answer refusal = shard.notOwner(user, connection);
        if (refusal != null) {
            return refusal;
        }
        return shard.person(user).isIn(conversation) ? null : Answer.WRONG_STATE;
    }

    private Person partner(Person person) {
        return shard.person(person.partner == null ? "" : person.partner);
    }
}
