package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whoever waits and comes back within the grace waits still, at the same place, unless somebody was found meanwhile. */
public final class Queue implements Rule {
    private static final String KEPT = "whoever waits and comes back in time waits still";
    private static final String PLACE = "whoever waits keeps the place";
    private static final long MARGIN_NANOS = Duration.ofMillis(100).toNanos();

    /** A match that an emptied Redis took on its way to the database may have been so long ago. */
    private static final long WRITING_NANOS = Duration.ofSeconds(15).toNanos();

    @Override
    public void check(Evidence evidence, Findings findings) {
        evidence.visitors().forEach((visitor, entries) -> {
            if (visitor != Entry.NOBODY) {
                var waiter = new Waiter(evidence, findings);
                entries.forEach(waiter::take);
            }
        });
    }

    /** One visitor, over all connections. */
    private static final class Waiter {
        private final Evidence evidence;
        private final Findings findings;
        private final Map<Integer, Entry> greeted = new HashMap<>();
        private final Map<Long, Entry> asked = new HashMap<>();
        /** What may end the waiting, and has no answer yet. */
        private final Set<Long> unanswered = new HashSet<>();

        private boolean waits;
        /** From then on it has waited, as far as it knows. */
        private long beganAt;
        /** The last moment at which it surely waited and was there. */
        private long provenAt;
        /** Since when, as the gateway says; 0 where it has not said. */
        private long since;

        Waiter(Evidence evidence, Findings findings) {
            this.evidence = evidence;
            this.findings = findings;
        }

        void take(Entry entry) {
            switch (entry.what()) {
                case What.Greeted ignored -> greeted.put(entry.connection(), entry);
                case What.SessionBegan session -> began(session, entry);
                case What.Asked command -> asked(command, entry);
                case What.Answered answered -> answered(answered);
                case What.Waits waiting -> told(waiting, entry);
                case What.Matched ignored -> waits = false;
                case What.Rejoined ignored -> waits = false;
                default -> {}
            }
        }

        private void asked(What.Asked command, Entry entry) {
            asked.put(command.number(), entry);
            if (command.command().equals("leave-queue") || Presence.leaves(command.command())) {
                unanswered.add(command.number());
                waits = false;
            }
        }

        private void answered(What.Answered answered) {
            unanswered.remove(answered.number());
            var command = asked.get(answered.number());
            var joins = answered.command().equals("join-queue")
                    || answered.command().equals("next");
            if (joins && answered.error().isEmpty() && command != null && unanswered.isEmpty()) {
                waitsSince(command.at());
            }
        }

        private void waitsSince(long moment) {
            if (!waits) {
                since = 0;
                beganAt = moment;
            }
            waits = true;
            provenAt = moment;
        }

        /** Follows the answer to what it asked. */
        private void told(What.Waits waiting, Entry entry) {
            if (!waits) {
                return;
            }
            if (since != 0 && since != waiting.since() && !excused(beganAt, entry)) {
                findings.add(violation(PLACE, "first since " + since + ", then " + waiting, entry));
            }
            since = waiting.since();
        }

        private void began(What.SessionBegan session, Entry entry) {
            var inTime = entry.at() < provenAt + evidence.grace().toNanos();
            if (waits && session.state().equals("idle") && inTime && !excused(provenAt, entry)) {
                findings.add(violation(KEPT, session + ", yet it waited", entry));
            }
            unanswered.clear(); // What an older connection asked and was not done by now never will be.
            if (session.state().equals("waiting")) {
                waitsSince(greeted.getOrDefault(entry.connection(), entry).at());
            } else {
                waits = false;
            }
        }

        /** Whether Redis has forgotten it, or somebody was found who has left again already. */
        private boolean excused(long from, Entry now) {
            return evidence.emptiedBetween(from, now.at() + WRITING_NANOS) || hasMet(from, now);
        }

        private boolean hasMet(long from, Entry now) {
            var user = evidence.user(now.visitor());
            return evidence.conversations().values().stream()
                    .filter(row -> row.has(user))
                    .map(Rows.Conversation::startedAt)
                    .anyMatch(start -> start == null
                            || isBetween(evidence.at(start), from - MARGIN_NANOS, now.at() + MARGIN_NANOS));
        }

        private static boolean isBetween(long moment, long from, long to) {
            return from < moment && moment < to;
        }

        private Violation violation(String rule, String what, Entry entry) {
            return new Violation(rule, what, List.of(entry.visitor()), "", entry.at());
        }
    }
}
