package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;

import chat.tandem.common.state.simulation.Picture.Held;
import io.vertx.redis.client.Response;
import java.util.Set;

/** What a single call may do and must answer. Looks at the truth as it was before the call. */
final class CallRules {
    private static final Set<String> DONE = Set.of("ok", "unavailable");
    private static final Set<String> NOT_LOOKED_UP = Set.of("stale", "gone", "late", "moved");

    private CallRules() {}

    static void check(Step step, Truth truth) {
        refusals(step);
        if (step.call().actOfConnection() && step.ok()) {
            owner(step);
        }
        switch (step.call().script()) {
            case "connect" -> connect(step, truth);
            case "send-message" -> repeated(step, truth);
            default -> {}
        }
        step.after().sessions().forEach((user, held) -> {
            Held before = step.before().of(user);
            unless(
                    !held.waiting() || !before.waiting() || held.since() == before.since(),
                    Rule.PLACE_KEPT,
                    () -> user + " waited " + before + " and now " + held,
                    user);
        });
    }

    private static void refusals(Step step) {
        Call call = step.call();
        boolean late = call.deadline() > 0 && step.now() > call.deadline();
        boolean mayChange = !late && (DONE.contains(step.status()) || call.batch() || call.is("renew"));
        if (!mayChange) {
            unless(
                    step.after().equals(step.before()) && step.news().messages().isEmpty(),
                    Rule.REFUSED_IS_NOTHING,
                    () -> call + (late ? ", too late," : "") + " answered " + step.reply() + " and changed\n  "
                            + step.before() + "\n  into\n  " + step.after(),
                    call.argument(0));
        }
    }

    private static void owner(Step step) {
        String user = step.call().argument(0);
        Held held = step.before().of(user);
        unless(
                held.connection().equals(step.call().argument(1)),
                Rule.OWNER_ACTS,
                () -> step.call() + " was done, and " + user + " is " + held,
                user);
    }

    private static void connect(Step step, Truth truth) {
        if (!step.ok()) {
            return;
        }
        String user = step.call().argument(0);
        Held before = step.before().of(user);
        Held after = step.after().of(user);
        unless(
                after.connection().equals(step.call().argument(2)),
                Rule.OWNER_ACTS,
                () -> step.call() + " took nothing: " + after,
                user);
        Response paired = step.reply().get(5);
        String found = paired.size() == 0 ? "" : paired.get(0).toString();
        unless(
                found.equals(truth.conversationOf(user))
                        && step.reply().get(1).toString().equals(before.state()),
                Rule.REJOINED,
                () -> user + " was in '" + truth.conversationOf(user) + "' and " + before.state() + ", and found "
                        + step.reply(),
                user);
    }

    private static void repeated(Step step, Truth truth) {
        Call call = step.call();
        Said first = truth.said(call.argument(2) + " " + call.argument(0) + " " + call.argument(3));
        if (first == null || NOT_LOOKED_UP.contains(step.status())) {
            return;
        }
        unless(
                step.ok()
                        && step.reply().get(1).toLong() == first.sequence()
                        && step.reply().get(2).toLong() == first.sentAt()
                        && step.reply().get(3).toInteger() == 1,
                Rule.FIRST_RESULT,
                () -> call + " answered " + step.reply() + ", and the first result was " + first,
                call.argument(0));
    }
}
