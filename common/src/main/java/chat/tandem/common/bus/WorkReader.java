package chat.tandem.common.bus;

import chat.tandem.common.bus.Address.Begin;
import chat.tandem.common.redis.Backoff;
import chat.tandem.common.redis.RedisErrorException;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.state.Ids;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Reads a service's address in one shard, as one of perhaps many readers.
 *
 * <p><b>Promised:</b> an entry is taken by one reader, and taken off the address when the handler's future has
 * succeeded; a batch whose future fails is tried again by the same reader until it succeeds ({@link Address.Duty#TRIED}:
 * once). Readers hold a lease. What a reader has not finished is taken over by another only when that lease has run out,
 * never because it is slow; so a frozen reader that wakes may finish what another has done too, and handlers must do no
 * harm the second time. What cannot be decoded goes to the dead letters with its reason.
 *
 * <p>While Redis is away it tries again, for ever. When the stream or its group are gone (Redis came back empty), they
 * are made anew, beginning with the oldest entry. After any failed read it first reads again what it was given and may
 * not have seen.
 *
 * <p>A stream that is {@link Address.Duty#SHARED} is left as it is: no entry is deleted or moved to the dead letters.
 *
 * <p>Used on the Vert.x context that made it, which must be that of its {@link ShardBus}.
 *
 * @param <T> what the entries are
 */
public final class WorkReader<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WorkReader.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));
    private static final String NEW_ENTRIES = ">";
    private static final String GIVEN_BEFORE = "0";

    private final Vertx vertx;
    private final ShardBus bus;
    private final Address<T> address;
    private final ReaderOptions options;
    private final Workload<T> workload;
    private final String name;
    private final Promise<Void> lastReadOver = Promise.promise();

    private @Nullable RedisLink link;
    private String position;
    private Begin begin;
    private boolean running;
    private boolean paused;
    private boolean registered;
    private boolean reading;
    private int failures;
    private long renewal = -1;

    private WorkReader(
            Vertx vertx,
            ShardBus bus,
            Address<T> address,
            ReaderOptions options,
            Function<List<Delivery<T>>, Future<Void>> handler) {
        this.vertx = vertx;
        this.bus = bus;
        this.address = address;
        this.options = options;
        this.name = options.name() == null ? Ids.instanceId() : options.name();
        this.position = options.name() == null ? NEW_ENTRIES : GIVEN_BEFORE;
        this.begin = address.begin();
        this.workload = new Workload<>(vertx, bus, address, options, handler, this::read);
    }

    /**
     * Makes a reader.
     *
     * @param handler does what a batch says, in the order of the stream, and must do no harm when it does it again; what
     *     it throws counts as a failed future
     */
    public static <T> WorkReader<T> create(
            Vertx vertx,
            ShardBus bus,
            Address<T> address,
            ReaderOptions options,
            Function<List<Delivery<T>>, Future<Void>> handler) {
        return new WorkReader<>(vertx, bus, address, options, handler);
    }

    /** Begins to read. It completes at once: reading begins when Redis answers. */
    public Future<Void> start() {
        link = bus.openBlocking();
        running = true;
        renewal = vertx.setPeriodic(Math.max(1, options.lease().toMillis() / 3), tick -> renew());
        bus.commands().onStateChange(connected -> {
            if (connected && running && !registered) {
                renew();
            }
        });
        return Future.succeededFuture();
    }

    /**
     * Reads nothing more until {@link #resume}, but for the read that waits in Redis already; what it has stays its own.
     * For a handler whose own store is away: what would only wait here waits in the stream instead, where others can take
     * it.
     */
    public void pause() {
        paused = true;
    }

    /** Reads on. */
    public void resume() {
        paused = false;
        read();
    }

    /**
     * Reads no more, lets the handler finish what it is doing, and gives the rest back, so that others can take it at
     * once. What is waiting to be tried again counts as the rest.
     */
    public Future<Void> stop() {
        running = false;
        if (!reading) {
            lastReadOver.tryComplete();
        }
        return lastReadOver
                .future()
                .compose(over -> workload.drain())
                .compose(drained -> bus.scripts().giveBack(address, name).otherwiseEmpty())
                .compose(back -> {
                    vertx.cancelTimer(renewal);
                    return link == null ? Future.succeededFuture() : link.close();
                });
    }

    /**
     * Moves an entry that can never be done to the dead letters, in one step with taking it off the address. The batch
     * goes on without it.
     *
     * @param reason why, for an operator: no text of people
     * @return fails with {@link DeadLettersFullException} where the address must lose nothing and there is no room
     */
    public Future<Void> deadLetter(Delivery<T> delivery, String reason) {
        return workload.deadLetter(delivery, reason);
    }

    /**
     * Takes an entry out of the batch that the handler has, so that the others are not held up by it. It stays this
     * reader's, and unfinished, until {@link #finish} or {@link #deadLetter}; when the reader stops, others get it.
     */
    public void setAside(Delivery<T> delivery) {
        workload.setAside(delivery);
    }

    /** Takes an entry off the address that was set aside and is done. */
    public void finish(Delivery<T> delivery) {
        workload.finish(delivery);
    }

    private void renew() {
        bus.scripts()
                .renew(address, name, options.lease().toMillis(), begin)
                .onComplete(
                        this::renewed,
                        failure -> line(Level.DEBUG).setCause(failure).log("The lease is not renewed"));
    }

    /** Whose own lease had run out leaves the others a while to renew theirs: Redis may have stood still for all. */
    private void renewed(BusScripts.Renewed lease) {
        bus.clock().measured(lease.now());
        registered = true;
        begin = Begin.OLDEST; // if the group is lost, so is the stream, and all that is in it now is new
        if (lease.passedBy()) {
            line(Level.WARN).log("Entries were trimmed before the group had read them: they are lost");
        }
        if (running && !lease.lapsed()) {
            takeOver();
        }
        read();
    }

    private void takeOver() {
        if (paused || workload.full()) {
            return;
        }
        bus.scripts()
                .takeOver(address, name, options.count())
                .onSuccess(this::takenOver)
                .onFailure(failure -> position = GIVEN_BEFORE);
    }

    private void takenOver(Response entries) {
        if (entries.size() > 0) {
            line(Level.INFO).log("Took over {} entries from a reader that is gone", entries.size());
            workload.takeOver(entries);
        }
        if (entries.size() >= options.count() && running) {
            takeOver();
        }
    }

    private void read() {
        RedisLink own = link;
        if (own == null || !running || paused || !registered || reading || workload.full()) {
            return;
        }
        reading = true;
        own.send(request()).onComplete(this::arrived, this::failed);
    }

    private Request request() {
        return Request.cmd(
                Command.XREADGROUP,
                "GROUP",
                address.group(),
                name,
                "COUNT",
                options.count(),
                "BLOCK",
                options.block().toMillis(),
                "STREAMS",
                bus.keys().fixed(address.stream()),
                position);
    }

    private void arrived(@Nullable Response reply) {
        reading = false;
        failures = 0;
        if (reply != null) {
            Response entries = StreamEntries.ofOnly(reply);
            advance(entries);
            workload.accept(entries);
        }
        goOn();
    }

    private void advance(Response entries) {
        if (!position.equals(NEW_ENTRIES)) {
            position = entries.size() == 0
                    ? NEW_ENTRIES
                    : entries.get(entries.size() - 1).get(0).toString();
        }
    }

    private void failed(Throwable failure) {
        reading = false;
        position = GIVEN_BEFORE;
        line(Level.DEBUG).setCause(failure).log("The stream cannot be read");
        if (failure instanceof RedisErrorException error && error.is("NOGROUP")) {
            registered = false;
            renew();
            goOn();
        } else {
            vertx.setTimer(RETRY.delayMs(failures++), again -> goOn());
        }
    }

    private LoggingEventBuilder line(Level level) {
        return LOG.atLevel(level)
                .addKeyValue("stream", bus.keys().fixed(address.stream()))
                .addKeyValue("group", address.group())
                .addKeyValue("reader", name);
    }

    private void goOn() {
        if (running) {
            read();
        } else {
            lastReadOver.tryComplete();
        }
    }
}
