package chat.tandem.common.state.model;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Taking a session and letting go of it. */
final class Visiting {
    private final Shard shard;

    Visiting(Shard shard) {
        this.shard = shard;
    }

    /**
     * A connection that wants the session.
     *
     * @param resumed the conversation the client believes in, or null
     * @param sequence the highest it has
     */
    record Visit(
            String user,
            String gateway,
            String connection,
            @Nullable String name,
            @Nullable String resumed,
            long sequence) {}

    Answer connect(Visit visit) {
        if (!shard.alive(visit.gateway())) {
            return Answer.GONE;
        }
        Person person = shard.sessions.computeIfAbsent(visit.user(), Person::new);
        List<String> ended = ended(person, visit);
        if (visit.name() != null) {
            person.name = visit.name();
        }
        if (!visit.connection().equals(person.connection)) {
            take(person, visit);
        }
        return answer(person, visit, ended);
    }

    private void take(Person person, Visit visit) {
        boolean wasAway = person.isAway();
        shard.met((wasAway ? "back from away " : "a second tab ") + person.state.word());
        shard.tell(person, "session-replaced", null, 0, "{}");
        TreeSet<String> before = wasAway ? null : shard.on.get(person.gateway);
        if (before != null) {
            before.remove(person.user);
        }
        shard.on.getOrDefault(visit.gateway(), new TreeSet<>()).add(person.user);
        person.gateway = visit.gateway();
        person.connection = visit.connection();
        shard.away.remove(person.user);
        if (wasAway && person.state == Person.State.WAITING) {
            shard.enqueue(person);
            shard.hint(person.user);
        }
        if (person.announced && person.partner != null && person.conversation != null) {
            person.announced = false;
            shard.tell(
                    shard.person(person.partner),
                    "partner-reconnected",
                    person.conversation,
                    0,
                    Json.object("conversationId", person.conversation));
        }
    }

    /** Ends this connection is to be told of; an end that was told to an earlier connection only where it asks for it. */
    private List<String> ended(Person person, Visit visit) {
        List<String> ended = new ArrayList<>();
        String resumed = visit.resumed();
        if (resumed != null && !resumed.equals(person.conversation) && !resumed.equals(person.last)) {
            ended.add(resumed + " expired");
        }
        boolean untold = person.told == null || person.told.equals(visit.connection());
        if (person.last != null && (untold || person.last.equals(resumed))) {
            ended.add(person.last + " " + person.lastReason);
            person.told = visit.connection();
            shard.met("an end told at connect");
        }
        return ended;
    }

    private Answer answer(Person person, Visit visit, List<String> ended) {
        String paired = person.state == Person.State.PAIRED ? rejoined(person, visit) : "";
        return Answer.ok(person.state, person.since, ended, shard.online(), paired);
    }

    /** The conversation, and what came after the sequence that the client has. */
    private String rejoined(Person person, Visit visit) {
        Talk talk = shard.talk(person);
        Person partner = shard.person(person.partner == null ? "" : person.partner);
        long highest = talk.sequence == null ? 0 : talk.sequence;
        long from = talk.conversation.equals(visit.resumed()) ? Math.min(visit.sequence(), highest) : 0;
        int wanted = (int) Math.min(talk.log.size(), highest - from);
        List<String> missed = talk.log.subList(talk.log.size() - wanted, talk.log.size());
        return String.join(
                " ",
                talk.conversation,
                partner.user,
                String.valueOf(partner.name),
                String.valueOf(!partner.announced),
                String.valueOf(highest),
                missed.toString(),
                String.valueOf(wanted < highest - from));
    }

    Answer disconnect(String user, String connection) {
        if (shard.notOwner(user, connection) != null) {
            return Answer.STALE;
        }
        shard.goAway(shard.person(user));
        return Answer.ok();
    }
}
