package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;

import java.util.Set;

/** What a page believes after what it was told, and what it may be told next. */
final class Sight {
    private final Truth truth;
    private final String user;
    private final Memory memory;
    private String state = "idle";
    private String conversation = "";
    /** A command that may have made it wait or leave had no known outcome. */
    private boolean unsure;

    Sight(Truth truth, String user, Memory memory) {
        this.truth = truth;
        this.user = user;
        this.memory = memory;
    }

    String state() {
        return state;
    }

    String conversation() {
        return conversation;
    }

    void welcome(Frame.Welcome welcome) {
        state = welcome.state();
    }

    void rejoined(Frame.Rejoined rejoined) {
        String of = rejoined.conversation();
        mine(of, rejoined);
        memory.enter(of);
        long last = memory.holeFree(of);
        for (Said said : rejoined.missed()) {
            unless(said.conversation().equals(of), Rule.NOT_YOURS, () -> user + " is given " + said, user);
            unless(
                    said.sequence() == last + 1,
                    Rule.SEEN_ONCE,
                    () -> user + " has a hole before " + said + ": " + rejoined,
                    user);
            last = said.sequence();
            memory.learn(of, last);
        }
        unless(
                memory.holeFree(of) == rejoined.sequence(),
                Rule.SEEN_ONCE,
                () -> user + " knows all up to " + memory.holeFree(of) + " only after " + rejoined,
                user);
        conversation = of;
        state = "paired";
    }

    void event(Frame.Event event) {
        if (event.name().equals("matched")) {
            matched(event);
            return;
        }
        unless(
                event.conversation().isEmpty() || event.conversation().equals(conversation),
                Rule.NOT_YOURS,
                () -> user + " is in '" + conversation + "' and hears " + event,
                user);
        Said said = event.said();
        if (said != null) {
            mine(said.conversation(), event);
            unless(!said.from().equals(user), Rule.NOT_YOURS, () -> user + " hears " + user + ": " + event, user);
            message(said);
        }
    }

    private void message(Said said) {
        unless(
                memory.learn(said.conversation(), said.sequence()),
                Rule.SEEN_ONCE,
                () -> user + " hears again: " + said,
                user);
        Truth.Talk talk = truth.talk(said.conversation());
        if (talk == null) {
            return;
        }
        for (Said before : talk.said().subList(0, (int) said.sequence() - 1)) {
            unless(
                    before.from().equals(user) || memory.knows(said.conversation(), before.sequence()),
                    Rule.SEEN_ONCE,
                    () -> user + " hears " + said + " and never heard " + before,
                    user,
                    said.from());
        }
    }

    private void matched(Frame.Event event) {
        mine(event.conversation(), event);
        unless(
                state.equals("waiting") || unsure,
                Rule.ACK_BEFORE_MATCH,
                () -> user + " is " + state + " and hears " + event,
                user);
        unless(
                conversation.isEmpty() || unsure,
                Rule.ONE_CONVERSATION,
                () -> user + " is in " + conversation + " and hears " + event,
                user);
        memory.enter(event.conversation());
        conversation = event.conversation();
        state = "paired";
    }

    void ended(Frame.Ended ended) {
        if (ended.withWelcome()) {
            return;
        }
        unless(
                ended.conversation().equals(conversation),
                Rule.NOT_YOURS,
                () -> user + " is in '" + conversation + "' and hears " + ended,
                user);
        conversation = "";
        state = state.equals("paired") ? "idle" : state;
    }

    private void mine(String of, Object told) {
        Truth.Talk talk = truth.talk(of);
        unless(talk != null && talk.has(user), Rule.NOT_YOURS, () -> user + " hears " + told, user);
    }

    void done(Command command) {
        switch (command) {
            case Command.Join join -> state = "waiting";
            case Command.Next next -> {
                state = "waiting";
                conversation = "";
            }
            case Command.LeaveQueue leave -> state = "idle";
            case Command.Leave leave -> {
                state = "idle";
                conversation = "";
            }
            case Command.Hello hello -> {}
            case Command.Send send -> {}
            case Command.Typing typing -> {}
        }
    }

    void refused(Command command, String result) {
        unsure |= command.mayChangeConversation() && result.equals(Frame.Answer.UNKNOWN);
    }

    /** Whether an answer contradicts what the page believes, or leaves it in the dark. */
    boolean strange(Command command, String result) {
        boolean known = Set.of("WRONG_STATE", Frame.Answer.UNKNOWN).contains(result);
        return known
                && switch (command) {
                    case Command.Send(var of, var id) -> result.equals("WRONG_STATE") && of.equals(conversation);
                    case Command.Typing typing -> false;
                    case Command.Hello hello -> false;
                    default -> true;
                };
    }
}
