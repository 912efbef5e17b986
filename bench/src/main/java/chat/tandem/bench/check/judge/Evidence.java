package chat.tandem.bench.check.judge;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The history and the rows, found by whom and what they are about. */
public final class Evidence {
    private final List<Entry> entries;
    private final long beganEpochMillis;
    private final Duration grace;
    private final Map<Integer, List<Entry>> byConnection = new LinkedHashMap<>();
    private final Map<Integer, List<Entry>> byVisitor = new LinkedHashMap<>();
    private final Map<String, Integer> visitors = new HashMap<>();
    private final Map<Integer, String> users = new HashMap<>();
    private final Map<String, List<Rows.Message>> messages = new LinkedHashMap<>();
    private final Map<String, Rows.Conversation> conversations = new LinkedHashMap<>();
    private final List<Long> emptied = new ArrayList<>();
    private int excused;

    /**
     * Sorts it.
     *
     * @param entries oldest first
     * @param beganEpochMillis the moment 0 of the entries, in milliseconds since 1970
     * @param grace how long the system waits for whoever is away
     */
    public Evidence(List<Entry> entries, long beganEpochMillis, Duration grace, Rows rows) {
        this.entries = List.copyOf(entries);
        this.beganEpochMillis = beganEpochMillis;
        this.grace = grace;
        entries.forEach(this::sort);
        rows.conversations().forEach(row -> conversations.put(row.id(), row));
        rows.messages().stream()
                .sorted(Comparator.comparingLong(Rows.Message::sequence))
                .forEach(row -> messages.computeIfAbsent(row.conversation(), any -> new ArrayList<>())
                        .add(row));
    }

    private void sort(Entry entry) {
        if (entry.connection() != 0) {
            byConnection
                    .computeIfAbsent(entry.connection(), any -> new ArrayList<>())
                    .add(entry);
        }
        byVisitor.computeIfAbsent(entry.visitor(), any -> new ArrayList<>()).add(entry);
        if (entry.what() instanceof What.SessionBegan session) {
            visitors.put(session.user(), entry.visitor());
            users.put(entry.visitor(), session.user());
        } else if (entry.what() instanceof What.Fault fault && fault.empties()) {
            emptied.add(entry.at());
        }
    }

    /** All entries, oldest first. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entries of each connection, oldest first. */
    public Map<Integer, List<Entry>> connections() {
        return byConnection;
    }

    /** The entries of each visitor, oldest first. */
    public Map<Integer, List<Entry>> visitors() {
        return byVisitor;
    }

    /** The user that a visitor is; empty before its first session. */
    public String user(int visitor) {
        return users.getOrDefault(visitor, "");
    }

    /** The visitor that a user is, or {@link Entry#NOBODY}. */
    public int visitor(String user) {
        return visitors.getOrDefault(user, Entry.NOBODY);
    }

    /** The stored messages of a conversation, by sequence. */
    public List<Rows.Message> messages(String conversation) {
        return messages.getOrDefault(conversation, List.of());
    }

    /** The stored messages of all conversations. */
    public Map<String, List<Rows.Message>> messages() {
        return messages;
    }

    /** The stored conversations by id. */
    public Map<String, Rows.Conversation> conversations() {
        return conversations;
    }

    /** A stored conversation. */
    public Rows.@Nullable Conversation conversation(String id) {
        return conversations.get(id);
    }

    /** How long the system waits for whoever is away. */
    public Duration grace() {
        return grace;
    }

    /** A time of the database on the clock of the entries. */
    public long at(long epochMillis) {
        return TimeUnit.MILLISECONDS.toNanos(epochMillis - beganEpochMillis);
    }

    /**
     * Whether an emptied Redis may have lost of this conversation what the database did not have yet. It may have been over
     * for a while: what a process that died had in hand is stored when another takes it over, after all that is newer.
     */
    public boolean mayBeLost(String conversation) {
        return emptiedBetween(began(conversation), Long.MAX_VALUE);
    }

    /** Whether Redis was emptied after this conversation had begun, and not later than at a moment of the history. */
    public boolean lostBefore(String conversation, long at) {
        return emptiedBetween(began(conversation), at);
    }

    private long began(String conversation) {
        return at(UUID.fromString(conversation).getMostSignificantBits() >>> 16); // the time in a UUIDv7
    }

    /** When Redis was emptied last before a moment of the history; that moment itself where it was not. */
    public long lastEmptied(long before) {
        return emptied.stream()
                .filter(moment -> moment <= before)
                .reduce((earlier, later) -> later)
                .orElse(before);
    }

    /** Whether Redis was emptied between two moments of the history. */
    public boolean emptiedBetween(long from, long to) {
        return emptied.stream().anyMatch(moment -> from <= moment && moment <= to);
    }

    /** Counts an acknowledged message that is missing and may be. */
    public void excuse() {
        excused++;
    }

    /** How many acknowledged messages are missing and may be. */
    public int excused() {
        return excused;
    }
}
