package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The body of a request while it comes in, within bounds. */
final class RequestBody {
    private final int max;
    private final Room room;
    private @Nullable Buffer bytes = Buffer.buffer();

    /** What became of a chunk. */
    enum Added {
        KEPT,
        /** The body is longer than allowed. Said once. */
        TOO_LONG,
        /** There is no room for it. Said once. */
        NO_ROOM,
        /** Something of the above was said before. */
        OVER
    }

    /** @param max its bound in bytes */
    RequestBody(int max, Room room) {
        this.max = max;
        this.room = room;
    }

    Added add(Buffer chunk) {
        Buffer held = bytes;
        if (held == null) {
            return Added.OVER;
        }
        if (held.length() + chunk.length() > max) {
            drop();
            return Added.TOO_LONG;
        }
        if (!room.take(chunk.length())) {
            drop();
            return Added.NO_ROOM;
        }
        held.appendBuffer(chunk);
        return Added.KEPT;
    }

    /** Keeps nothing of it. */
    void drop() {
        Buffer held = bytes;
        if (held != null) {
            room.give(held.length());
            bytes = null;
        }
    }

    /** All of it, which is forgotten here; null where it was dropped. */
    @Nullable
    Buffer end() {
        Buffer held = bytes;
        drop();
        return held;
    }
}
