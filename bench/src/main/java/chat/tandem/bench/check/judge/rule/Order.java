package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Each conversation has one order without gaps, and both sides and the database agree on it. */
public final class Order implements Rule {
    private static final String GAPS = "the stored sequences of a conversation are 1, 2, 3, …";
    private static final String AGREED = "both sides and the database agree on what has which sequence";
    private static final String BODY = "what is read is what was written";

    private record Seat(String conversation, long sequence) {}

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<Seat, String> ids = new HashMap<>();
        evidence.messages().forEach((conversation, rows) -> {
            checkGaps(conversation, rows, evidence, findings);
            rows.forEach(row -> ids.put(new Seat(conversation, row.sequence()), row.id()));
        });
        for (var entry : evidence.entries()) {
            switch (entry.what()) {
                case What.Acked acked ->
                    agree(ids, acked.conversation(), acked.sequence(), acked.id(), entry, findings);
                case What.Received received -> {
                    agree(ids, received.conversation(), received.sequence(), received.id(), entry, findings);
                    if (!received.body().endsWith(received.id())) {
                        findings.add(violation(BODY, received.toString(), entry));
                    }
                }
                default -> {}
            }
        }
    }

    private static void checkGaps(String conversation, List<Rows.Message> rows, Evidence evidence, Findings findings) {
        if (evidence.mayBeLost(conversation)) {
            return;
        }
        var expected = 1L;
        for (var row : rows) {
            if (row.sequence() != expected++) {
                var sequences = rows.stream().map(Rows.Message::sequence).toList();
                findings.add(new Violation(
                        GAPS, "stored are " + sequences, List.of(evidence.visitor(row.sender())), conversation, 0));
                return;
            }
        }
    }

    private static void agree(
            Map<Seat, String> ids, String conversation, long sequence, String id, Entry entry, Findings findings) {
        var other = ids.putIfAbsent(new Seat(conversation, sequence), id);
        if (other != null && !other.equals(id)) {
            findings.add(violation(AGREED, sequence + " is " + other + " elsewhere, here " + entry.what(), entry));
        }
    }

    private static Violation violation(String rule, String what, Entry entry) {
        return new Violation(rule, what, List.of(entry.visitor()), entry.what().conversation(), entry.at());
    }
}
