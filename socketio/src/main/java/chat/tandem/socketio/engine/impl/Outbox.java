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

    /** Takes out all that waits. */
    synchronized List<Packet> take() {
        List<Packet> taken = waiting;
        waiting = new ArrayList<>(0);
        bytes = 0;
        return taken;
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
