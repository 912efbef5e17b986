package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whoever is connected sees all that the partner says, in order and once; whoever comes back sees what was missed, in one
 * piece.
 */
public final class Delivery implements Rule {
    private static final String COMPLETE = "a connected client sees every message of its partner";
    private static final String ONCE = "on one connection a message comes once, and in order";
    private static final String REPLAY = "rejoined brings what was missed, all of it, in order";

    @Override
    public void check(Evidence evidence, Findings findings) {
        evidence.connections().values().forEach(entries -> new Listener(evidence, findings).listen(entries));
    }

    /** One connection, from one conversation to the next. */
    private static final class Listener {
        private final Evidence evidence;
        private final Findings findings;
        private final Set<Long> seen = new TreeSet<>();
        private What.Greeted greeted = new What.Greeted("", 0);
        private String current = "";
        private long base;
        private long last;
        private int replayed;
        private boolean anywhere;

        Listener(Evidence evidence, Findings findings) {
            this.evidence = evidence;
            this.findings = findings;
        }

        void listen(List<Entry> entries) {
            for (var entry : entries) {
                switch (entry.what()) {
                    case What.Greeted hello -> greeted = hello;
                    case What.Matched matched -> enter(matched.conversation(), 0, 0);
                    case What.Rejoined rejoined -> rejoin(rejoined, entry);
                    case What.Received received
                    when received.conversation().equals(current) -> received(received, entry);
                    case What.Answered answered
                    when answered.error().isEmpty() && answered.conversation().equals(current) -> left(answered, entry);
                    case What.Ended ended
                    when ended.conversation().equals(current) -> {
                        finish(!ended.reason().equals("state-lost"), entry);
                        current = "";
                    }
                    case What.Believes ignored -> finish(true, entry);
                    case What.Closed ignored -> finish(false, entry);
                    default -> {}
                }
            }
        }

        private void enter(String conversation, long from, int messages) {
            current = conversation;
            base = from;
            last = from;
            replayed = messages;
            anywhere = false;
            seen.clear();
        }

        private void rejoin(What.Rejoined rejoined, Entry entry) {
            if (rejoined.conversation().equals(current)) {
                replayed = rejoined.messages(); // Redis was away: what the gateway had not seen follows
                anywhere = true;
            } else {
                var resumed = greeted.resume().equals(rejoined.conversation()) && !rejoined.truncated();
                enter(rejoined.conversation(), resumed ? greeted.sequence() : -1, rejoined.messages());
            }
            if (rejoined.truncated() && rejoined.messages() == 0) {
                violate(REPLAY, "truncated, and nothing came: " + rejoined, entry);
            }
        }

        private void received(What.Received received, Entry entry) {
            switch (received.way()) {
                case LIVE -> {
                    if (received.sequence() <= last) {
                        violate(ONCE, "after " + last + " came " + received, entry);
                    }
                    last = received.sequence();
                    seen.add(last);
                }
                case REJOINED -> replayed(received, entry);
                case HISTORY -> {}
            }
        }

        private void replayed(What.Received received, Entry entry) {
            if (base < 0) {
                base = received.sequence() - 1; // no promise of where it begins
                last = base;
            }
            var follows = anywhere ? received.sequence() > last : received.sequence() == last + 1;
            if (replayed-- <= 0 || !follows) {
                violate(REPLAY, "after " + last + " came " + received, entry);
            }
            anywhere = false;
            last = received.sequence();
            seen.add(last);
        }

        private void left(What.Answered answered, Entry entry) {
            if (answered.command().equals("next") || answered.command().equals("leave-conversation")) {
                finish(false, entry);
                current = "";
            }
        }

        /** @param whole whether all that is stored must have come, or only what is below something that did */
        private void finish(boolean whole, Entry entry) {
            if (current.isEmpty() || evidence.mayBeLost(current)) {
                return;
            }
            var user = evidence.user(entry.visitor());
            var missing = evidence.messages(current).stream()
                    .filter(row -> row.sequence() > base && !row.sender().equals(user))
                    .filter(row -> whole || row.sequence() < last)
                    .filter(row -> !seen.contains(row.sequence()))
                    .toList();
            if (!missing.isEmpty()) {
                violate(
                        COMPLETE,
                        missing.size() + " of its partner's messages did not come, the first: " + missing.getFirst(),
                        entry);
            }
        }

        private void violate(String rule, String what, Entry entry) {
            findings.add(new Violation(rule, what, List.of(entry.visitor()), current, entry.at()));
        }
    }
}
