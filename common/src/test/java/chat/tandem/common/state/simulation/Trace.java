package chat.tandem.common.state.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What happened in a run, line by line, and a hash of it: the same seed gives the same. */
final class Trace {
    private static final int SHOWN = 60;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Agenda agenda;
    private final List<String> lines = new ArrayList<>();
    private long hash = FNV_BASIS;

    Trace(Agenda agenda) {
        this.agenda = agenda;
    }

    void note(String text) {
        String line = "#" + lines.size() + " " + (agenda.now() - Agenda.BEGINNING) + " ms: " + shortened(text);
        lines.add(line);
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * FNV_PRIME;
        }
    }

    /** With short names for conversations. */
    private static String shortened(String text) {
        return text.replace("00000000-0000-0000-0000-0000000000", "k");
    }

    int steps() {
        return lines.size();
    }

    long hash() {
        return hash;
    }

    /** The last lines that name one of these; all lines where nobody is named. */
    String story(Collection<String> concerned) {
        List<String> told = lines.stream()
                .filter(line -> concerned.isEmpty()
                        || concerned.stream().map(Trace::shortened).anyMatch(line::contains))
                .toList();
        return String.join("\n", told.subList(Math.max(0, told.size() - SHOWN), told.size()));
    }
}
