package chat.tandem.gateway.limit;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The account of the memory that connections hold before their clients have a session: at most 64 MiB in a process. Each connection is
 * charged 16 KiB, what it costs idle, and the bytes that wait for it. Where a new one finds no room, the connection of its event loop that
 * has gone without a session for longest, and for 2 s at least, ends for it. Bodies of requests, whose senders are not known yet, are charged too, up to 16 MiB of it. Used on one event loop; the total is the process'.
 */
public final class UnauthenticatedMemory {
    /** What a connection costs that does nothing, in bytes. */
    public static final int CONNECTION_BYTES = 16 * 1024;

    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_BODY_BYTES = 16L << 20;
    private static final long UNDISTURBED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Total total;
    private final LongSupplier nanoTime;
    private final Set<Share> shares = new LinkedHashSet<>();

    /**
     * The account of an event loop.
     *
     * @param total of the process
     * @param nanoTime the loop's clock
     */
    public UnauthenticatedMemory(Total total, LongSupplier nanoTime) {
        this.total = total;
        this.nanoTime = nanoTime;
    }

    /** Whether one more connection has room, or is given it. */
    public boolean admits() {
        while (total.all.get() + CONNECTION_BYTES > MOST_BYTES) {
            if (!endEldest()) {
                return false;
            }
        }
        return true;
    }

    private boolean endEldest() {
        Iterator<Share> all = shares.iterator();
        Share eldest = all.hasNext() ? all.next() : null;
        if (eldest == null || nanoTime.getAsLong() - eldest.since < UNDISTURBED_NANOS) {
            return false;
        }
        eldest.close();
        eldest.end.run();
        return true;
    }

    /**
     * Charges a connection that {@link #admits} let in.
     *
     * @param end ends the connection
     */
    public Share open(Runnable end) {
        Share share = new Share(end);
        shares.add(share);
        total.all.addAndGet(share.held);
        return share;
    }

    private boolean hold(int bytes) {
        if (total.all.get() + bytes > MOST_BYTES) {
            return false;
        }
        total.all.addAndGet(bytes);
        return true;
    }

    /** Charges bytes of a body; false where there is no room for them. */
    public boolean holdBody(int bytes) {
        if (total.bodies.get() + bytes > MOST_BODY_BYTES || !hold(bytes)) {
            return false;
        }
        total.bodies.addAndGet(bytes);
        return true;
    }

    /** Those bytes wait no longer. */
    public void freeBody(int bytes) {
        total.bodies.addAndGet(-bytes);
        total.all.addAndGet(-bytes);
    }

    /** The bytes that are charged in a process. */
    public static final class Total {
        private final AtomicLong all = new AtomicLong();
        private final AtomicLong bodies = new AtomicLong();

        /** All of them. */
        public long bytes() {
            return all.get();
        }
    }

    /** One connection's share of the memory. */
    public final class Share {
        private final Runnable end;
        private final long since = nanoTime.getAsLong();
        private long held = CONNECTION_BYTES;
        private boolean closed;

        private Share(Runnable end) {
            this.end = end;
        }

        /** Charges bytes that wait; false where there is no room for them, and they must not. */
        public boolean hold(int bytes) {
            if (closed) {
                return true;
            }
            boolean room = UnauthenticatedMemory.this.hold(bytes);
            held += room ? bytes : 0;
            return room;
        }

        /** Bytes wait no longer. */
        public void free(int bytes) {
            if (!closed) {
                held -= bytes;
                total.all.addAndGet(-bytes);
            }
        }

        /** The client has a session, or the connection is gone: nothing is charged any more. */
        public void close() {
            if (!closed) {
                closed = true;
                shares.remove(this);
                total.all.addAndGet(-held);
            }
        }
    }
}
