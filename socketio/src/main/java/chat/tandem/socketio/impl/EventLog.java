package chat.tandem.socketio.impl;

import chat.tandem.socketio.engine.impl.Packet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last events that one session was sent, within bounds of number, size and age, so that a client that comes back gets those
 * that it missed. Not safe for use from several threads: its session guards it.
 *
 * <p>A position names the session too. A client keeps the last position that it saw, even when that was in an earlier session; such
 * a one means that it has seen nothing of this session yet.
 */
final class EventLog implements Positions {
    private final String prefix;
    private final int maxEvents;
    private final int maxBytes;
    private final long maxAgeNanos;
    private final Deque<Entry> entries = new ArrayDeque<>(0);
    private long last;
    private int bytes;

    private record Entry(long number, Encoded event, long at) {}

    EventLog(String prefix, int maxEvents, int maxBytes, long maxAgeNanos) {
        this.prefix = prefix + ".";
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAgeNanos;
    }

    /** Adds an event, and gives it a position. */
    @Override
    public List<Packet> plain(Encoded event) {
        long now = System.nanoTime();
        last++;
        entries.add(new Entry(last, event, now));
        bytes += event.size();
        while (!entries.isEmpty() && isOver(entries.getFirst(), now)) {
            bytes -= entries.removeFirst().event().size();
        }
        return event.packets(position(last));
    }

    private boolean isOver(Entry oldest, long now) {
        return entries.size() > maxEvents || bytes > maxBytes || bytes < 0 || now - oldest.at() > maxAgeNanos;
    }

    @Override
    public List<Packet> at(String position, Encoded event) {
        return plain(event);
    }

    /** Where a client would take the last argument for a position, it gets the one of the last event that was kept. */
    @Override
    public List<Packet> passing(Encoded event) {
        return event.endsInText() ? event.packets(position(last)) : event.packets();
    }

    private String position(long number) {
        return prefix + Long.toString(number, Character.MAX_RADIX);
    }

    @Override
    public @Nullable List<Packet> after(@Nullable String position) {
        long seen = number(position);
        long oldest = last - entries.size();
        if (seen < oldest || seen > last) {
            return null;
        }
        List<Packet> missed = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.number() > seen) {
                missed.addAll(entry.event().packets(position(entry.number())));
            }
        }
        return missed;
    }

    private long number(@Nullable String position) {
        if (position == null || !position.startsWith(prefix)) {
            return 0;
        }
        try {
            return Long.parseLong(position.substring(prefix.length()), Character.MAX_RADIX);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
