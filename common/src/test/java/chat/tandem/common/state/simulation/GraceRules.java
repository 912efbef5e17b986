package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;

import chat.tandem.common.state.simulation.Picture.Held;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * When something may end at the earliest: counted from when it began, and moved by every stretch in which neither a
 * gateway nor a matcher was heard. And when a lease ends at the latest, whoever else stood still.
 */
final class GraceRules {
    /** By user who is away, and by gateway. */
    private final Map<String, Since> away = new HashMap<>();

    private final Map<String, Since> leases = new HashMap<>();
    private long heard;

    private record Since(long moment, long moved) {
        Since movedBy(long gap) {
            return new Since(moment, moved + gap);
        }

        long endOf(long life) {
            return moment + moved + life;
        }
    }

    void check(Step step) {
        Call call = step.call();
        if ((call.is("tick") || call.is("renew")) && step.ok()) {
            hear(step.now());
        }
        if (call.is("reap") && step.ok() && call.argument(1).equals("0")) {
            reap(step, call.argument(0));
        }
        if (call.is("renew") && step.ok()) {
            leases.put(call.argument(0), new Since(step.now(), 0));
        }
        leases(step);
        Set<String> users = new TreeSet<>(step.before().sessions().keySet());
        users.addAll(step.after().sessions().keySet());
        users.forEach(user -> user(step, user));
    }

    private void hear(long now) {
        long gap = now - heard;
        if (heard > 0 && gap > Times.GAP) {
            away.replaceAll((user, since) -> since.movedBy(gap));
            leases.replaceAll((gateway, since) -> since.movedBy(gap));
        }
        heard = now;
    }

    private void leases(Step step) {
        step.after().gateways().forEach((gateway, lease) -> {
            Since since = leases.get(gateway);
            unless(
                    since == null || lease <= since.endOf(Times.LEASE),
                    Rule.LAPSES,
                    () -> gateway + " counts as alive until " + lease + ", and was heard last at " + since,
                    gateway);
        });
    }

    private void reap(Step step, String gateway) {
        Long lease = step.before().gateways().get(gateway);
        Since since = leases.get(gateway);
        if (lease != null && lease > 0 && since != null) {
            notBefore(step, since.endOf(Times.LEASE), gateway + " was reaped", gateway);
        }
    }

    private void user(Step step, String user) {
        Held before = step.before().of(user);
        Held after = step.after().of(user);
        if (after.present()) {
            away.remove(user);
        } else if (before.present()) {
            away.put(user, new Since(step.now(), 0));
        } else {
            stillAway(step, user, before, after);
        }
    }

    private void stillAway(Step step, String user, Held before, Held after) {
        Since since = away.get(user);
        if (since == null) {
            return;
        }
        if (before.waiting() && !after.waiting()) {
            notBefore(step, since.endOf(Times.GRACE), user + " lost the place", user);
        }
        if (!before.announced() && after.announced()) {
            notBefore(step, since.endOf(Times.ANNOUNCE_AFTER), user + " was announced", user);
        }
        boolean expired = step.news().messages().stream()
                .anyMatch(entry -> "expired".equals(entry.get("reason")) && user.equals(entry.get("by")));
        if (expired) {
            notBefore(step, since.endOf(Times.GRACE), "the grace of " + user + " ended", user);
        } else if (before.paired() && !after.paired()) {
            away.put(user, new Since(step.now(), 0)); // The other side ended it, and the memory of that begins.
        }
        if (!step.after().sessions().containsKey(user)) {
            notBefore(step, since.endOf(Times.IDLE_MEMORY), user + " was forgotten", user);
            away.remove(user);
        }
    }

    private static void notBefore(Step step, long moment, String what, String concerned) {
        unless(
                step.now() >= moment,
                Rule.NOT_TOO_EARLY,
                () -> what + " " + (moment - step.now()) + " ms too early",
                concerned);
    }
}
