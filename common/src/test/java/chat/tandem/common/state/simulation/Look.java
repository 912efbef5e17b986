package chat.tandem.common.state.simulation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What {@code look.lua} shows of the shard, as text: sections of rows of fields. */
final class Look {
    private static final Pattern SECTIONS = Pattern.compile("\u001d");
    private static final char ROW = '\u001e';
    private static final Pattern FIELDS = Pattern.compile("\u001f");

    /** Nobody has looked. */
    static final Look NONE = new Look("");

    private final String text;
    private final Map<Section, String> sections = new EnumMap<>(Section.class);

    /** In the order of the script. */
    enum Section {
        SESSIONS,
        QUEUE,
        AWAY,
        GATEWAYS,
        ONLINE,
        ON,
        CONVERSATIONS,
        INTERESTS,
        MESSAGES,
        HINTS,
        INBOXES
    }

    Look(String text) {
        this.text = text;
        Iterator<String> parts = SECTIONS.splitAsStream(text).iterator();
        for (Section section : Section.values()) {
            sections.put(section, parts.hasNext() ? parts.next() : "");
        }
    }

    /** The rows of a section, each with one field at least, which may be empty. */
    List<String[]> rows(Section section) {
        String rows = requireNonNull(sections.get(section));
        List<String[]> split = new ArrayList<>();
        for (int begin = 0, end; begin < rows.length(); begin = end + 1) {
            end = rows.indexOf(ROW, begin);
            split.add(FIELDS.split(rows.substring(begin, end), -1));
        }
        return split;
    }

    boolean same(Look other) {
        return text.equals(other.text);
    }
}
