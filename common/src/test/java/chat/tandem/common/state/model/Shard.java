package chat.tandem.common.state.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one shard holds: the key table as plain collections, and what several rules do alike. */
final class Shard {
    final Rules rules;
    long now;
    final Map<String, Person> sessions = new TreeMap<>();
    final Map<String, Talk> talks = new TreeMap<>();
    /** User to the moment from which anybody will do. */
    final Map<String, Long> queue = new TreeMap<>();

    final Map<String, Long> blocks = new TreeMap<>();
    /** User to the last partners, the oldest first, with the moment until which each is avoided. */
    final Map<String, Map<String, Long>> recents = new TreeMap<>();
    /** User to the next moment at which something is due. */
    final Map<String, Long> away = new TreeMap<>();
    /** Gateway to the end of its lease; 0 marks a dead one. */
    final Map<String, Long> gateways = new TreeMap<>();

    final Map<String, TreeSet<String>> on = new TreeMap<>();
    final Streams streams = new Streams();
    final Lives lives = new Lives();
    final Uploads uploads = new Uploads(this);
    /** Conversations whose log or results changed since this was last emptied. */
    final Set<String> touched = new TreeSet<>();

    /** How often each situation was met, to see that a run is worth its time. */
    final Map<String, Integer> met = new TreeMap<>();

    /** When a gateway or a matcher was heard last. */
    @Nullable
    Long heard;

    /** Who holds the lock of the upkeep. */
    @Nullable
    String tickHolder;

    Shard(Rules rules, long now) {
        this.rules = rules;
        this.now = now;
    }

    Person person(String user) {
        Person person = sessions.get(user);
        if (person == null) {
            throw new IllegalStateException("the model has no session of " + user);
        }
        return person;
    }

    /** Why a connection may not act for a user, or null. */
    @Nullable
    Answer notOwner(String user, String connection) {
        Person person = sessions.get(user);
        if (person == null || person.connection == null) {
            return Answer.GONE;
        }
        return person.connection.equals(connection) ? null : Answer.STALE;
    }

    boolean alive(@Nullable String gateway) {
        return gateway != null && gateways.getOrDefault(gateway, 0L) > now;
    }

    long online() {
        return sessions.values().stream().filter(person -> !person.isAway()).count();
    }

    boolean overBacklog() {
        return streams.of(Streams.MESSAGES).size() >= rules.backlog() || waitingBytes() >= Rules.BACKLOG_BYTES;
    }

    /** The bytes of the messages that wait for the database. */
    long waitingBytes() {
        return streams.of(Streams.MESSAGES).stream()
                .mapToLong(entry -> entry.getOrDefault("data", "").getBytes(UTF_8).length)
                .sum();
    }

    void met(String situation) {
        met.merge(situation, 1, Integer::sum);
    }

    /** Tells the connection that holds a session: nothing to who is away, nothing to a dead gateway, and a full inbox kills. */
    void tell(Person to, String event, @Nullable String conversation, long sequence, String data) {
        String gateway = to.gateway;
        if (gateway == null || to.connection == null || gateways.getOrDefault(gateway, 0L) == 0) {
            return;
        }
        String inbox = Streams.inbox(gateway);
        if (!streams.exists(inbox)) {
            return;
        }
        if (streams.of(inbox).size() >= rules.inboxBound()) {
            gateways.put(gateway, 0L);
            met("an overrun inbox");
            return;
        }
        met("event " + event);
        if (conversation == null) {
            streams.append(inbox, "to event data", to.connection, event, data);
        } else {
            streams.append(
                    inbox, "to event conversation sequence data", to.connection, event, conversation, sequence, data);
        }
    }

    void enqueue(Person person) {
        queue.put(person.user, person.since + (person.interests.isEmpty() ? 0 : rules.patience()));
    }

    void hint(String user) {
        streams.append(Streams.MATCHER, "v type user", 1, "hint", user);
    }

    /** Nobody holds the session any more. */
    void goAway(Person person) {
        long due = switch (person.state) {
            case IDLE -> rules.idleMemory();
            case WAITING -> rules.grace();
            case PAIRED -> Math.min(rules.announceAfter(), rules.grace());
        };
        away.put(person.user, now + due);
        queue.remove(person.user);
        TreeSet<String> held = on.get(person.gateway == null ? "" : person.gateway);
        if (held != null) {
            held.remove(person.user);
        }
        person.gateway = null;
        person.connection = null;
    }

    /** Ends a conversation for both; who is present and did not end it is told. */
    void end(Person by, String reason) {
        Talk talk = talk(by);
        Person partner = person(by.partner == null ? "" : by.partner);
        talk.sequence = null;
        keep(talk, Rules.ENDED_LIFE);
        tell(
                partner,
                "conversation-ended",
                talk.conversation,
                0,
                Json.object("conversationId reason", talk.conversation, reason));
        part(by, partner.user, talk.conversation, reason);
        part(partner, by.user, talk.conversation, reason);
        String a = sorted(by.user, partner.user).get(0);
        String b = sorted(by.user, partner.user).get(1);
        streams.append(
                Streams.MESSAGES,
                "v type conversation a b endedAt reason by",
                1,
                "end",
                talk.conversation,
                a,
                b,
                now,
                reason,
                by.user);
        streams.append(
                Streams.EVENTS, "v type conversation a b at reason", 1, "ended", talk.conversation, a, b, now, reason);
    }

    /** What is kept of a conversation ends this long from now, unless it is refreshed. */
    void keep(Talk talk, long life) {
        touched.add(talk.conversation);
        lives.exact("log:" + talk.conversation, now + life);
        lives.exact("seen:" + talk.conversation, now + life);
    }

    private void part(Person person, String other, String conversation, String reason) {
        person.rest();
        person.recent = other;
        avoid(person.user, other);
        person.last = conversation;
        person.lastReason = reason;
        person.told = person.connection;
        if (person.isAway()) {
            away.put(person.user, now + rules.idleMemory());
        }
    }

    /** A partner more who is not to be met again; the oldest of too many may be. */
    private void avoid(String user, String partner) {
        Map<String, Long> row = recents.computeIfAbsent(user, any -> new LinkedHashMap<>());
        row.values().removeIf(until -> until <= now);
        row.remove(partner);
        row.put(partner, now + rules.recentPartner());
        while (row.size() > rules.recentPartners()) {
            row.remove(row.keySet().iterator().next());
            met("a recent partner too many");
        }
    }

    /** Whether a user's own last partners have another among them. */
    boolean avoids(String user, String other) {
        return recents.getOrDefault(user, Map.of()).getOrDefault(other, 0L) > now;
    }

    Talk talk(Person person) {
        Talk talk = talks.get(person.conversation == null ? "" : person.conversation);
        if (talk == null) {
            throw new IllegalStateException("the model has no conversation of " + person.user);
        }
        return talk;
    }

    static List<String> sorted(String one, String other) {
        return one.compareTo(other) < 0 ? List.of(one, other) : List.of(other, one);
    }

    /** Names with a moment up to `last`, in the order of a sorted set. */
    static List<String> upTo(Map<String, Long> moments, long last) {
        return moments.entrySet().stream()
                .filter(moment -> moment.getValue() <= last)
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Members of `interests`, made from the sessions: one per interest of everybody in the queue. */
    Collection<String> interestMembers() {
        TreeSet<String> members = new TreeSet<>();
        for (String user : queue.keySet()) {
            Person person = person(user);
            for (String interest : person.interests) {
                members.add(Json.hash(interest) + ":" + String.format("%013d", person.since) + ":" + user);
            }
        }
        return members;
    }
}
