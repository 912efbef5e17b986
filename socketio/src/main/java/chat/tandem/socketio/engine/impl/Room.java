package chat.tandem.socketio.engine.impl;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One request's part of a number of bytes that all of them share.
 *
 * @param used how many are taken, by all
 * @param most how many there are
 */
record Room(AtomicInteger used, int most) {
    /** Room without an end. */
    static Room unlimited() {
        return new Room(new AtomicInteger(), Integer.MAX_VALUE);
    }

    /** Takes so many; false where they are not there, and nothing is taken. */
    boolean take(int bytes) {
        if (used.addAndGet(bytes) <= most) {
            return true;
        }
        give(bytes);
        return false;
    }

    /** Gives so many back. */
    void give(int bytes) {
        used.addAndGet(-bytes);
    }
}
