package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every acknowledged message is stored, once, as it was said, and so is every one that was shown; nothing is stored that was
 * not said, or that was refused for good; a repeated id gets the first result, also with other words. Only where its sender
 * has said {@value #REMEMBERED} more since, it may be a message of its own.
 */
public final class Storage implements Rule {
    private static final String MISSING = "an acknowledged message is stored";
    private static final String STRANGE = "what is stored was said, as it was said, and once";
    private static final String REFUSED = "what was refused for good is never stored";
    private static final String SHOWN = "what is shown is stored";
    private static final int REMEMBERED = 256;
    private static final String REPEATED = "a repeated message id gets the first result";

    /** One message as its sender knows it. */
    private static final class Said {
        final int visitor;
        final long at;
        final What.Sent sent;

        final Set<String> bodies = new HashSet<>();
        final List<Entry> acksOfAnother = new ArrayList<>();

        @Nullable
        Entry ack;

        @Nullable
        Entry refusal;

        Said(Entry entry, What.Sent sent) {
            this.visitor = entry.visitor();
            this.at = entry.at();
            this.sent = sent;
        }

        Violation violation(String rule, String what, long at) {
            return new Violation(rule, what, List.of(visitor), sent.conversation(), at);
        }
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<String, Said> said = new HashMap<>();
        evidence.entries().forEach(entry -> take(entry, said, evidence, findings));
        Map<String, List<Rows.Message>> stored = new HashMap<>();
        for (var rows : evidence.messages().values()) {
            for (var row : rows) {
                var before = stored.computeIfAbsent(row.id(), any -> new ArrayList<>());
                checkRow(row, said.get(row.id()), before, evidence, findings);
                before.add(row);
            }
        }
        evidence.entries().forEach(entry -> checkShown(entry, said, evidence, findings));
        var silent = silent(evidence);
        for (var message : said.values()) {
            checkStored(message, stored.getOrDefault(message.sent.id(), List.of()), silent, evidence, findings);
        }
    }

    private static void take(Entry entry, Map<String, Said> said, Evidence evidence, Findings findings) {
        switch (entry.what()) {
            case What.Sent sent ->
                said.computeIfAbsent(sent.id(), any -> new Said(entry, sent))
                        .bodies
                        .add(sent.body());
            case What.Acked acked -> {
                var message = said.get(acked.id());
                if (message == null) {
                    findings.add(new Violation(
                            REPEATED,
                            "an acknowledgement names a message that was not sent: " + acked,
                            List.of(entry.visitor()),
                            acked.conversation(),
                            entry.at()));
                } else if (message.ack == null) {
                    message.ack = entry;
                } else if (message.ack.what() instanceof What.Acked first
                        && isForgotten(first.sequence(), acked.sequence(), message, evidence)) {
                    message.acksOfAnother.add(entry);
                } else if (!message.ack.what().equals(acked)) {
                    findings.add(
                            message.violation(REPEATED, "first " + message.ack.what() + ", then " + acked, entry.at()));
                }
            }
            case What.Refused refused
            when refused.error().equals("wrong-state") -> {
                var message = said.get(refused.id());
                if (message != null && message.refusal == null) {
                    message.refusal = entry;
                }
            }
            default -> {}
        }
    }

    /** Whether so much was said by the sender in between that an id need not be known any more. */
    private static boolean isForgotten(long first, long again, Said message, Evidence evidence) {
        var user = evidence.user(message.visitor);
        return evidence.messages(message.sent.conversation()).stream()
                        .filter(row -> row.sender().equals(user) && row.sequence() > first && row.sequence() < again)
                        .count()
                >= REMEMBERED;
    }

    private static void checkRow(
            Rows.Message row, @Nullable Said message, List<Rows.Message> before, Evidence evidence, Findings findings) {
        if (message == null) {
            findings.add(strange("nobody said: " + row, row, evidence));
        } else if (!before.isEmpty() && !isForgotten(before.getLast().sequence(), row.sequence(), message, evidence)) {
            findings.add(strange("stored twice: " + before + " and " + row, row, evidence));
        } else if (!message.sent.conversation().equals(row.conversation())
                || !(before.isEmpty() ? message.sent.body().equals(row.body()) : message.bodies.contains(row.body()))
                || !evidence.user(message.visitor).equals(row.sender())) {
            findings.add(strange("said was " + message.sent + ", stored is " + row, row, evidence));
        }
    }

    private static Violation strange(String what, Rows.Message row, Evidence evidence) {
        return new Violation(STRANGE, what, List.of(evidence.visitor(row.sender())), row.conversation(), 0);
    }

    private static void checkStored(
            Said message, List<Rows.Message> rows, Set<String> silent, Evidence evidence, Findings findings) {
        var ack = message.ack;
        var refusal = message.refusal;
        var row = rows.isEmpty() ? null : rows.getFirst();
        if (ack != null) {
            checkAcked(ack, message, rows, silent, evidence, findings);
        }
        message.acksOfAnother.forEach(again -> checkAcked(again, message, rows, silent, evidence, findings));
        if (refusal != null && !evidence.emptiedBetween(message.at, refusal.at())) {
            if (ack != null) {
                findings.add(message.violation(REPEATED, ack.what() + ", yet also " + refusal.what(), refusal.at()));
            } else if (row != null) {
                findings.add(message.violation(REFUSED, refusal.what() + " is stored: " + row, refusal.at()));
            }
        }
    }

    private static void checkAcked(
            Entry ack,
            Said message,
            List<Rows.Message> rows,
            Set<String> silent,
            Evidence evidence,
            Findings findings) {
        var sequence = ack.what() instanceof What.Acked acked ? acked.sequence() : 0;
        if (rows.stream().anyMatch(row -> row.sequence() == sequence)) {
            return;
        }
        var lost = evidence.mayBeLost(message.sent.conversation());
        if (lost && !silent.contains(message.sent.conversation())) {
            evidence.excuse();
        } else {
            findings.add(message.violation(
                    MISSING, ack.what() + " is not stored" + (lost ? ", and nobody was told" : ""), ack.at()));
        }
    }

    /** Of what was said: what nobody said, or came changed or to somebody else, breaks other rules. */
    private static void checkShown(Entry entry, Map<String, Said> said, Evidence evidence, Findings findings) {
        if (!(entry.what() instanceof What.Received received)
                || !isSaid(received, said)
                || evidence.mayBeLost(received.conversation())) {
            return;
        }
        if (evidence.messages(received.conversation()).stream()
                .noneMatch(row -> row.sequence() == received.sequence())) {
            findings.add(new Violation(
                    SHOWN, received.toString(), List.of(entry.visitor()), received.conversation(), entry.at()));
        }
    }

    private static boolean isSaid(What.Received received, Map<String, Said> said) {
        var message = said.get(received.id());
        return message != null && message.sent.conversation().equals(received.conversation());
    }

    /**
     * The conversations that somebody asked to go on with after Redis was emptied, and of which nobody was told that they
     * are lost, or over for an unknown reason. Where both had forgotten theirs, there is nobody to tell.
     */
    private static Set<String> silent(Evidence evidence) {
        var asked = new HashSet<String>();
        for (var connection : evidence.connections().values()) {
            var resume = "";
            for (var entry : connection) {
                switch (entry.what()) {
                    case What.Greeted greeted -> resume = greeted.resume();
                    case What.SessionBegan ignored -> {
                        if (!resume.isEmpty() && evidence.lostBefore(resume, entry.at())) {
                            asked.add(resume);
                        }
                    }
                    default -> {}
                }
            }
        }
        for (var entry : evidence.entries()) {
            if (entry.what() instanceof What.Ended ended
                    && (ended.reason().equals("state-lost") || ended.reason().equals("expired"))) {
                asked.remove(ended.conversation());
            }
        }
        return asked;
    }
}
