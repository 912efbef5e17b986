package chat.tandem.common.bus;

import chat.tandem.common.redis.Backoff;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.redis.RedisUnavailableException;
import chat.tandem.common.state.Keys;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a gateway's own inbox in one shard, in order and without gaps: after a lost connection it goes on from the last
 * entry that it read. What was read is deleted once a second, and sooner where it is much; nobody else deletes anything
 * there. One read is bounded in bytes, and becomes smaller where the line does not bring it in time. Used on one Vert.x
 * context.
 */
public final class InboxReader {
    private static final Logger LOG = LoggerFactory.getLogger(InboxReader.class);
    /** Entries in one read, at most. None is larger than some 256 KiB, so one read is at most some 8 MiB. */
    private static final int MOST_ENTRIES = 32;

    /** Where one read was larger, the next asks for fewer entries. */
    private static final int READ_BYTES = 1024 * 1024;

    /** Where the line does not bring a read in time, the next asks for so many times fewer entries. */
    private static final int SHRINK = 4;

    /** What was read is deleted when it is that much, without waiting for the second to be over: it counts as long as it is there. */
    private static final int TRIM_ENTRIES = 4_096;

    private static final int TRIM_BYTES = 4 * 1024 * 1024;
    private static final int BLOCK_MS = 1_000;
    private static final int TRIM_MS = 1_000;
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));

    private final Vertx vertx;
    private final RedisLink blocking;
    private final RedisLink upkeep;
    private final String inbox;
    private final Consumer<List<InboxEntry>> handler;
    private final long pauseMs;
    private String lastId = "0-0";
    private String trimmedTo = "0-0";
    private boolean running;
    private boolean trimming;
    private int count = MOST_ENTRIES;
    private int untrimmedEntries;
    private long untrimmedBytes;
    private int failures;
    private long retry = -1;
    private long trimmer = -1;
    private volatile long depth;

    private InboxReader(
            Vertx vertx,
            RedisLink blocking,
            RedisLink upkeep,
            String inbox,
            long pauseMs,
            Consumer<List<InboxEntry>> handler) {
        this.vertx = vertx;
        this.blocking = blocking;
        this.upkeep = upkeep;
        this.inbox = inbox;
        this.pauseMs = pauseMs;
        this.handler = handler;
    }

    /**
     * Makes a reader, which begins with the inbox's first entry.
     *
     * @param blocking a link of this reader's own
     * @param upkeep a link for what is short and must not wait
     * @param keys the shard's key names
     * @param gateway whose inbox
     * @param handler gets what was read, at most 32 entries at a time; what it throws is logged
     */
    public static InboxReader create(
            Vertx vertx,
            RedisLink blocking,
            RedisLink upkeep,
            Keys keys,
            String gateway,
            Consumer<List<InboxEntry>> handler) {
        return create(vertx, blocking, upkeep, keys, gateway, 0, handler);
    }

    /**
     * As above, with a pause.
     *
     * @param pauseMs how long to wait after a read before the next one, 0 to 2: entries that arrive meanwhile are read
     *     together, which costs less
     */
    public static InboxReader create(
            Vertx vertx,
            RedisLink blocking,
            RedisLink upkeep,
            Keys keys,
            String gateway,
            long pauseMs,
            Consumer<List<InboxEntry>> handler) {
        return new InboxReader(vertx, blocking, upkeep, keys.inbox(gateway), pauseMs, handler);
    }

    /** Begins to read; completes nothing and never fails: while Redis is away it tries again. */
    public void start() {
        running = true;
        trimmer = vertx.setPeriodic(TRIM_MS, tick -> {
            trim();
            count();
        });
        read();
    }

    /** Stops: nothing more reaches the handler. */
    public void stop() {
        running = false;
        vertx.cancelTimer(trimmer);
    }

    /** Returns the id of the last entry that was handed over; {@code 0-0} before the first. */
    public String lastId() {
        return lastId;
    }

    private void read() {
        if (!running) {
            return;
        }
        Request request = Request.cmd(Command.XREAD, "COUNT", count, "BLOCK", BLOCK_MS, "STREAMS", inbox, lastId);
        blocking.send(request).onComplete(this::arrived, failure -> {
            LOG.atDebug().addKeyValue("inbox", inbox).setCause(failure).log("The inbox cannot be read");
            if (failure instanceof RedisUnavailableException lost && lost.outcomeUnknown()) {
                count = Math.max(1, count / SHRINK);
            }
            retry = vertx.setTimer(RETRY.delayMs(failures++), again -> read());
        });
    }

    /** Reads at once where it waits to try again: its link is connected. */
    public void hasten() {
        if (vertx.cancelTimer(retry)) {
            read();
        }
    }

    private void arrived(@Nullable Response reply) {
        failures = 0;
        if (!running) {
            return;
        }
        if (reply != null) {
            handOver(StreamEntries.ofOnly(reply));
        }
        if (pauseMs > 0 && reply != null) {
            vertx.setTimer(pauseMs, next -> read());
        } else {
            read();
        }
    }

    private void handOver(Response entries) {
        List<InboxEntry> list = new ArrayList<>(entries.size());
        long bytes = 0;
        for (Response entry : entries) {
            bytes += bytes(entry.get(1));
            lastId = entry.get(0).toString();
            InboxEntry read = InboxEntry.of(lastId, entry.get(1));
            if (read != null) {
                list.add(read);
            }
        }
        hasRead(entries.size(), bytes);
        try {
            handler.accept(list);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("inbox", inbox).setCause(e).log("An inbox handler failed");
        }
    }

    private static long bytes(Response fields) {
        long bytes = 0;
        for (Response field : fields) {
            bytes += field.toBuffer().length();
        }
        return bytes;
    }

    /** The next read is twice as long at most, and so that it stays small if its entries are like these. */
    private void hasRead(int entries, long bytes) {
        long alike = READ_BYTES * (long) entries / Math.max(1, bytes);
        count = Math.clamp(alike, 1, Math.min(2 * count, MOST_ENTRIES));
        untrimmedEntries += entries;
        untrimmedBytes += bytes;
        if (untrimmedEntries >= TRIM_ENTRIES || untrimmedBytes >= TRIM_BYTES) {
            trim();
        }
    }

    /** Returns how many entries waited a moment ago, at most a second old; from any thread. */
    public long depth() {
        return depth;
    }

    private void count() {
        upkeep.send(Request.cmd(Command.XLEN, inbox)).onSuccess(length -> depth = length.toLong());
    }

    private void trim() {
        String upTo = lastId;
        if (!upTo.equals(trimmedTo) && !trimming) {
            trimming = true;
            untrimmedEntries = 0;
            untrimmedBytes = 0;
            upkeep.send(Request.cmd(Command.XTRIM, inbox, "MINID", StreamEntries.after(upTo)))
                    .onSuccess(done -> trimmedTo = upTo)
                    .onFailure(failure -> LOG.debug("The inbox cannot be trimmed now", failure))
                    .onComplete(over -> trimming = false);
        }
    }
}
