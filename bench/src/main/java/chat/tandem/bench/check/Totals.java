package chat.tandem.bench.check;

import chat.tandem.bench.check.fault.Fault;
import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * What a run amounted to.
 *
 * @param acknowledged messages, each counted once
 * @param matches conversations
 * @param reconnects sessions that were not a visitor's first
 * @param rejoins conversations that were gone on with after one
 * @param faults how many of each kind
 * @param ends told ends of conversations by their reason
 * @param errors refusals by their code: many are in the nature of things
 */
public record Totals(
        int acknowledged,
        int matches,
        int reconnects,
        int rejoins,
        Map<String, Long> faults,
        Map<String, Integer> ends,
        Map<String, Integer> errors) {

    static final Totals NONE = new Totals(0, 0, 0, 0, Map.of(), Map.of(), Map.of());

    static Totals of(List<Entry> entries, List<Fault> faults) {
        var messages = new HashSet<String>();
        var matches = new HashSet<String>();
        var known = new HashSet<Integer>();
        var ends = new TreeMap<String, Integer>();
        var errors = new TreeMap<String, Integer>();
        var reconnects = 0;
        var rejoins = 0;
        for (var entry : entries) {
            switch (entry.what()) {
                case What.Acked acked -> messages.add(acked.id());
                case What.Matched matched -> matches.add(matched.conversation());
                case What.SessionBegan ignored -> reconnects += known.add(entry.visitor()) ? 0 : 1;
                case What.Rejoined ignored -> rejoins++;
                case What.Ended ended -> ends.merge(ended.reason(), 1, Integer::sum);
                case What.Refused refused -> errors.merge(refused.error(), 1, Integer::sum);
                case What.Answered answered
                when !answered.error().isEmpty() -> errors.merge(answered.error(), 1, Integer::sum);
                default -> {}
            }
        }
        var kinds = faults.stream()
                .collect(Collectors.groupingBy(fault -> fault.kind().text(), TreeMap::new, Collectors.counting()));
        return new Totals(messages.size(), matches.size(), reconnects, rejoins, kinds, ends, errors);
    }

    /** Those of two runs together. */
    Totals plus(Totals other) {
        return new Totals(
                acknowledged + other.acknowledged,
                matches + other.matches,
                reconnects + other.reconnects,
                rejoins + other.rejoins,
                sum(faults, other.faults, Long::sum),
                sum(ends, other.ends, Integer::sum),
                sum(errors, other.errors, Integer::sum));
    }

    private static <N> Map<String, N> sum(Map<String, N> one, Map<String, N> other, BinaryOperator<N> sum) {
        var both = new TreeMap<>(one);
        other.forEach((key, count) -> both.merge(key, count, sum));
        return both;
    }

    @Override
    public String toString() {
        return "%d messages acknowledged, %d matches, %d reconnects, %d rejoins, faults %s, ends %s, refusals %s"
                .formatted(acknowledged, matches, reconnects, rejoins, faults, ends, errors);
    }
}
