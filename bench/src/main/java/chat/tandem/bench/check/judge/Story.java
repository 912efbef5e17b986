package chat.tandem.bench.check.judge;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The part of a history that explains a violation: its people, its conversation, and the faults around it. */
public final class Story {
    private static final int BEFORE = 30;
    private static final int AFTER = 8;

    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{6}([0-9a-f]{6})");
    private static final Pattern BODY = Pattern.compile(", body=[^,\\]]*");

    private Story() {}

    /** The lines, oldest first. */
    public static List<String> of(Violation violation, Evidence evidence) {
        var people = people(violation, evidence);
        var about = evidence.entries().stream()
                .filter(entry -> concerns(entry, violation, people))
                .toList();
        var turn = violation.at() == 0 ? about.size() - AFTER : turn(about, violation.at());
        var from = Math.max(0, turn - BEFORE);
        var to = Math.min(about.size(), Math.max(0, turn + AFTER));
        var lines = new ArrayList<>(
                about.subList(from, to).stream().map(Story::line).toList());
        var row = evidence.conversation(violation.conversation());
        if (row != null) {
            lines.add(shortened("stored: " + row));
            lines.add("stored: " + evidence.messages(row.id()).size() + " messages");
        }
        return lines;
    }

    private static String line(Entry entry) {
        return shortened(BODY.matcher(entry.toString()).replaceAll(""));
    }

    /** With the last letters of ids only, which tell them apart. */
    public static String shortened(String text) {
        return ID.matcher(text).replaceAll("~$1");
    }

    private static Set<Integer> people(Violation violation, Evidence evidence) {
        var people = new HashSet<>(violation.visitors());
        var row = evidence.conversation(violation.conversation());
        if (row != null) {
            people.add(evidence.visitor(row.a()));
            people.add(evidence.visitor(row.b()));
        }
        people.remove(Entry.NOBODY);
        return people;
    }

    private static boolean concerns(Entry entry, Violation violation, Set<Integer> people) {
        if (entry.visitor() == Entry.NOBODY) {
            return true;
        }
        if (entry.what() instanceof What.Received received && received.way() == What.Way.HISTORY) {
            return false;
        }
        var conversation = entry.what().conversation();
        if (!conversation.isEmpty() && conversation.equals(violation.conversation())) {
            return true;
        }
        if (!people.contains(entry.visitor())) {
            return false;
        }
        return violation.conversation().isEmpty() ? !isPing(entry) : !isTalk(entry);
    }

    private static boolean isPing(Entry entry) {
        return switch (entry.what()) {
            case What.Asked asked -> asked.command().equals("ping");
            case What.Answered answered -> answered.command().equals("ping");
            default -> false;
        };
    }

    /** What other conversations have much of. */
    private static boolean isTalk(Entry entry) {
        return switch (entry.what()) {
            case What.Sent ignored -> true;
            case What.Acked ignored -> true;
            case What.Received ignored -> true;
            case What.Asked asked -> !asked.command().equals("next");
            case What.Answered answered -> !answered.command().equals("next");
            case What.Noticed ignored -> true;
            default -> false;
        };
    }

    private static int turn(List<Entry> entries, long at) {
        var index = 0;
        while (index < entries.size() && entries.get(index).at() <= at) {
            index++;
        }
        return index;
    }
}
