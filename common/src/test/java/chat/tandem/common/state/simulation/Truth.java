package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;
import static java.util.Objects.requireNonNull;

import chat.tandem.common.state.simulation.Picture.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was really said to whom, as the stream for the database tells it. */
final class Truth {
    private final Map<String, Talk> talks = new HashMap<>();
    /** By user. */
    private final Map<String, String> open = new HashMap<>();

    private final Map<String, Said> byIdentity = new HashMap<>();
    private final Recents recents = new Recents();

    /** A conversation: its two sides, and its messages in order. */
    record Talk(String conversation, String a, String b, List<Said> said) {
        boolean has(String user) {
            return a.equals(user) || b.equals(user);
        }
    }

    int conversations() {
        return talks.size();
    }

    int messages() {
        return byIdentity.size();
    }

    /** The conversation that a user is in; empty for none. */
    String conversationOf(String user) {
        return open.getOrDefault(user, "");
    }

    @Nullable
    Talk talk(String conversation) {
        return talks.get(conversation);
    }

    @Nullable
    Said said(String identity) {
        return byIdentity.get(identity);
    }

    /** Takes in what a call appended, and holds it to the shard. */
    void absorb(Step step) {
        for (Map<String, String> entry : step.news().messages()) {
            String conversation = requireNonNull(entry.get("conversation"));
            switch (requireNonNull(entry.get("type"))) {
                case "start" -> start(step, conversation, entry);
                case "message" -> message(Said.of(requireNonNull(entry.get("data"))));
                case "end" -> end(step, conversation);
                default -> {}
            }
        }
        recents.keep(step.after().sessions().keySet());
        step.after()
                .sessions()
                .forEach((user, held) -> unless(
                        held.conversation().equals(conversationOf(user)),
                        Rule.ONE_CONVERSATION,
                        () -> user + " is in '" + conversationOf(user) + "' for the database, and " + held,
                        user));
    }

    private void start(Step step, String conversation, Map<String, String> entry) {
        String a = requireNonNull(entry.get("a"));
        String b = requireNonNull(entry.get("b"));
        unless(!a.equals(b), Rule.NO_SELF_MATCH, () -> a + " has met " + b, a);
        recents.meet(step, a, b);
        for (String user : List.of(a, b)) {
            Held before = step.before().of(user);
            long lease = step.before().gateways().getOrDefault(before.gateway(), 0L);
            unless(
                    before.waiting() && before.present() && lease > step.now(),
                    Rule.MATCHED_READY,
                    () -> user + " was matched: " + before + ", its gateway's lease ends at " + lease,
                    user);
            String other = open.put(user, conversation);
            unless(
                    other == null,
                    Rule.ONE_CONVERSATION,
                    () -> user + " began " + conversation + " in the midst of " + other,
                    user);
        }
        talks.put(conversation, new Talk(conversation, a, b, new ArrayList<>()));
    }

    private void message(Said said) {
        Talk talk = talks.get(said.conversation());
        unless(
                talk != null && said.conversation().equals(conversationOf(said.from())),
                Rule.NOT_YOURS,
                () -> said + " is of a conversation that is not " + said.from() + "'s",
                said.from());
        requireNonNull(talk).said.add(said);
        unless(
                talk.said.size() == said.sequence(),
                Rule.SEQUENCE,
                () -> said + " is number " + talk.said.size(),
                said.from());
        unless(
                byIdentity.put(said.identity(), said) == null,
                Rule.STORED_ONCE,
                () -> said + " is there a second time",
                said.from());
    }

    private void end(Step step, String conversation) {
        Talk talk = talks.get(conversation);
        unless(talk != null, Rule.SYMMETRY, () -> conversation + " ends and never began", conversation);
        recents.part(step.now(), requireNonNull(talk).a, talk.b);
        for (String user : List.of(talk.a, talk.b)) {
            unless(
                    open.remove(user, conversation),
                    Rule.SYMMETRY,
                    () -> conversation + " ends twice for " + user,
                    user);
        }
    }
}
