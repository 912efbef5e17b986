package chat.tandem.socketio.engine.impl;

import java.util.ArrayList;
import java.util.List;

/** What waits for a client, within a bound. Safe to use from any thread. */
final class Outbox {
    private final int maxBytes;
    private List<Packet> waiting = new ArrayList<>(0);
    private int bytes;
    private boolean closed;

    Outbox(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds packets that stay together. False: they do not fit, and the client is too slow to be served. */
    synchronized boolean offer(List<? extends Packet> packets) {
        if (closed) {
            return true;
        }
        for (Packet packet : packets) {
            bytes += packet.size();
            if (bytes > maxBytes || bytes < 0) {
                close();
                return false;
            }
            waiting.add(packet);
        }
        return true;
    }

    /** Takes out what waits: all of it, or the oldest, at least one packet, up to a size. */
    synchronized List<Packet> take(int max) {
        List<Packet> taken = waiting;
        if (bytes <= max) {
            waiting = new ArrayList<>(0);
            bytes = 0;
            return taken;
        }
        int count = 1;
        int size = taken.getFirst().size();
        while (count < taken.size() && size + taken.get(count).size() <= max) {
            size += taken.get(count++).size();
        }
        waiting = new ArrayList<>(taken.subList(count, taken.size()));
        bytes -= size;
        return taken.subList(0, count);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes nothing more; what waits can still be taken out. */
    synchronized void seal() {
        closed = true;
    }

    /** Takes nothing more and forgets what waits. */
    synchronized void close() {
        closed = true;
        waiting = new ArrayList<>(0);
        bytes = 0;
    }
}
