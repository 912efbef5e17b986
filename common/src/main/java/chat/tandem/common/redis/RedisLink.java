package chat.tandem.common.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One long-lived connection to Redis, over which many commands are on the way at once, and which comes back by itself.
 *
 * <p>It belongs to the Vert.x context that opened it: there, commands leave in the order in which they were given, and
 * answers, steps and listeners run. Called from elsewhere it changes over to that context first.
 *
 * <p><b>Promised:</b> a command that was refused was not sent; one that failed with
 * {@link RedisUnavailableException#outcomeUnknown} was perhaps carried out; nothing is ever sent twice. When the
 * connection is lost, everything that waits fails at once, and commands are refused until the next connection has
 * passed its steps ({@link #onConnected}). Attempts follow each other by {@link Backoff}, for ever.
 *
 * <p>An answer that takes longer than {@link LinkOptions#timeout} ends the connection: what is behind it would not be
 * answered sooner, and a command that arrives late must not meet a newer one.
 */
public final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(3));

    private final Vertx vertx;
    private final Context context;
    private final LinkOptions options;
    private final Route route;
    private final Steps steps = new Steps();
    private final Pipeline commands;
    private final AnswerWatch watch;
    private final List<Consumer<Boolean>> listeners = new ArrayList<>();

    private volatile @Nullable Thread loop;
    private volatile boolean open;
    private @Nullable Wire wire;
    private boolean closed;
    private boolean underway;
    private int failedAttempts;
    private long nextAttempt = -1;

    private RedisLink(Vertx vertx, RedisSettings settings, LinkOptions options) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = options;
        this.route = Route.of(settings, options);
        this.commands = newPipeline();
        this.watch = new AnswerWatch(
                vertx,
                options.timeout(),
                none -> steps.waitingSince(commands.waitingSince(none)),
                () -> lost("no answer in time"));
    }

    /**
     * Opens a link on the current context (a new one, where there is none). It starts connecting at once and never
     * blocks; until it is connected, commands are refused.
     */
    public static RedisLink open(Vertx vertx, RedisSettings settings, LinkOptions options) {
        RedisLink link = new RedisLink(vertx, settings, options);
        link.context.runOnContext(start -> {
            link.loop = Thread.currentThread();
            link.connect();
        });
        return link;
    }

    /**
     * Sends one command.
     *
     * @return its answer, null where Redis answers nil; fails with {@link RedisErrorException} where Redis answers with
     *     an error, and with {@link RedisUnavailableException} at once when not connected or when too many commands
     *     wait, later when the connection is lost or the answer takes too long
     */
    public Future<@Nullable Response> send(Request request) {
        return onLoop(() -> sendHere(request));
    }

    private Future<@Nullable Response> sendHere(Request request) {
        Future<@Nullable Response> answer;
        if (steps.inside()) {
            answer = steps.send(request);
        } else if (!open) {
            return refused("not connected to Redis");
        } else if (commands.full()) {
            return refused("too many commands wait for Redis");
        } else {
            answer = commands.add(request);
        }
        watch.begin();
        return answer;
    }

    private static Future<@Nullable Response> refused(String reason) {
        return Future.failedFuture(new RedisUnavailableException(reason, false));
    }

    /** Returns whether commands are let through; safe from any thread. */
    public boolean connected() {
        return open;
    }

    /**
     * Runs a step after each connect and reconnect, before other commands are let through: only what steps send passes,
     * when they are called or when an answer reaches them. They run one after another, in the order in which they were
     * added. One that fails ends the connection, and the next attempt begins again. A step added while connected runs at
     * once.
     */
    public void onConnected(Supplier<Future<?>> step) {
        onLoop(() -> {
            steps.add(step);
            if (open) {
                step.get().onFailure(failed -> lost("a step failed"));
            }
            return Future.succeededFuture();
        });
    }

    /** Tells each change of {@link #connected}, and that it is connected where it is so already. */
    public void onStateChange(Consumer<Boolean> listener) {
        onLoop(() -> {
            listeners.add(listener);
            if (open) {
                listener.accept(true);
            }
            return Future.succeededFuture();
        });
    }

    /** Closes the connection for good; what waits fails. */
    public Future<Void> close() {
        return onLoop(() -> {
            Wire last = wire;
            closed = true;
            lost("closed");
            return last == null ? Future.succeededFuture() : last.drop();
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        underway = true;
        route.connect(vertx, options.timeout()).onComplete(this::prepare, failed -> {
            underway = false;
            if (failedAttempts == 0) {
                line(Level.WARN).log("Redis cannot be reached: {}", Reply.describe(failed));
            }
            lost("cannot be reached");
        });
    }

    private void prepare(Wire next) {
        underway = false;
        if (closed) {
            next.drop();
            return;
        }
        wire = next;
        next.onEnd(() -> ifStill(next, "the connection was lost"));
        steps.run(next, newPipeline()).onComplete(done -> serve(next), failed -> ifStill(next, "a step failed"));
    }

    private void serve(Wire next) {
        if (next == wire) {
            failedAttempts = 0;
            commands.attach(next);
            setOpen(true, "");
        }
    }

    private void ifStill(Wire one, String reason) {
        if (one == wire) {
            lost(reason);
        }
    }

    /** Gives up the connection, or the attempt to make one, and begins the next attempt after a while. */
    private void lost(String reason) {
        Wire last = wire;
        wire = null;
        setOpen(false, reason);
        steps.fail(reason);
        commands.fail(reason);
        if (last != null) {
            last.drop();
        }
        if (!closed && !underway) {
            underway = true;
            nextAttempt = vertx.setTimer(BACKOFF.delayMs(failedAttempts++), again -> connect());
        }
    }

    /** Tries at once where the link waits for its next attempt: another link has just reached the same server. */
    public void hasten() {
        onLoop(() -> {
            if (vertx.cancelTimer(nextAttempt)) {
                connect();
            }
            return Future.succeededFuture();
        });
    }

    private void setOpen(boolean now, String reason) {
        if (open == now) {
            return;
        }
        open = now;
        if (now) {
            line(Level.INFO).log("Connected to Redis");
        } else if (!closed) {
            line(Level.WARN).log("Redis is away: {}", reason);
        }
        List.copyOf(listeners).forEach(listener -> listener.accept(now));
    }

    private LoggingEventBuilder line(Level level) {
        LoggingEventBuilder line = LOG.atLevel(level);
        return options.key() == null ? line : line.addKeyValue("shard", options.key());
    }

    private Pipeline newPipeline() {
        return new Pipeline(options.maxWaiting(), new Pipeline.Events() {
            @Override
            public void moved(String hostAndPort) {
                followTo(hostAndPort);
            }

            @Override
            public void readOnly() {
                lost("the server is no primary any more");
            }
        });
    }

    /** Changes over to another server; what waits keeps waiting, because the old one carried none of it out. */
    private void followTo(String hostAndPort) {
        Wire last = wire;
        wire = null;
        commands.detach();
        if (last != null) {
            last.drop();
        }
        if (route.moved(hostAndPort)) {
            connect();
        } else {
            lost("the server is one of a cluster");
        }
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> action) {
        if (Thread.currentThread() == loop) {
            return action.get();
        }
        Promise<T> promise = Promise.promise();
        context.runOnContext(here -> action.get().onComplete(promise));
        return promise.future();
    }
}
