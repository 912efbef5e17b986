package chat.tandem.gateway.shard;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.bus.InboxReader;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Ids;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.Lease;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.StateSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One gateway in one shard: its three connections to Redis (commands, blocking reads of its inbox, and upkeep, which waits
 * behind no command of a client), and its lease,
 * renewed each third of its length. When the lease is lost, or Redis came back as another one, it registers anew under
 * another id, and every session is in doubt until it has been verified. Used on one event loop.
 */
final class ShardGateway {
    private static final Logger LOG = LoggerFactory.getLogger(ShardGateway.class);
    private static final long RETRY_MILLIS = 250;

    /** A shorter absence of Redis is not told. */
    private static final long DEGRADED_AFTER_MILLIS = 500;

    /** Sessions are verified at two in a millisecond, and all of them within 3 s. */
    private static final int VERIFIED_PER_MILLI = 2;

    private static final long LONGEST_VERIFICATION = 3_000;

    private final Vertx vertx;
    private final Keys keys;
    private final ShardBus bus;
    private final RedisLink blocking;
    private final RedisLink upkeep;
    private final RateLimit questions;
    private final ShardState state;
    private final Promise<Void> registered = Promise.promise();
    private final Map<String, Recipient> recipients = new HashMap<>();
    private final Function<InboxEntry.Asked, Future<Buffer>> asked;
    private final LeaseMeters meters;
    private final long timer;
    private Consumer<Tenure> onRegistered = begun -> {};
    private @Nullable Tenure tenure;
    private volatile @Nullable InboxReader inbox;
    private @Nullable String server;
    private boolean asking;
    private boolean retrying;
    private boolean stopped;
    private long online;

    /** Connects, and registers as soon as Redis answers. */
    ShardGateway(
            Vertx vertx,
            RedisSettings redis,
            Keys keys,
            StateSettings settings,
            Metrics metrics,
            Function<InboxEntry.Asked, Future<Buffer>> asked) {
        this.asked = asked;
        this.vertx = vertx;
        this.keys = keys;
        this.bus = ShardBus.open(vertx, redis, keys, metrics);
        this.blocking = bus.openBlocking();
        this.upkeep = bus.openUpkeep();
        this.questions = settings.limits().questions();
        this.state = new ShardState(bus.commands()::send, upkeep::send, keys, settings, metrics);
        this.meters = new LeaseMeters(metrics, keys, settings.gatewayLease(), this::inboxDepth);
        bus.commands().onConnected(() -> identify(bus.commands()));
        upkeep.onConnected(() -> identify(upkeep));
        bus.commands().onStateChange(this::linkChanged);
        blocking.onStateChange(this::readOn);
        this.timer = vertx.setPeriodic(Math.max(1, settings.gatewayLease().toMillis() / 3), tick -> renewRegularly());
    }

    /** Completes when the gateway has been registered for the first time. */
    Future<Void> registered() {
        return registered.future();
    }

    /** Calls this each time that the gateway has registered. */
    void onRegistered(Consumer<Tenure> handler) {
        onRegistered = handler;
    }

    /** The present stay; empty while the gateway is not registered. */
    Optional<Tenure> tenure() {
        return Optional.ofNullable(tenure);
    }

    /** How many users are online in the shard, as of the last renewal. */
    long online() {
        return online;
    }

    /** A fresher count. */
    void online(long count) {
        online = count;
    }

    /** Whether commands reach Redis. */
    boolean connected() {
        return bus.commands().connected();
    }

    private long inboxDepth() {
        InboxReader reader = inbox;
        return reader == null ? 0 : reader.depth();
    }

    /** Before anything else is asked of a Redis: is it the one that we knew? */
    private Future<?> identify(RedisLink link) {
        return ShardBus.replication(link).onSuccess(info -> identified(ReplicationId.in(info)));
    }

    private void identified(String found) {
        boolean another = server != null && !server.equals(found);
        server = found;
        if (another && tenure != null) {
            line(Level.WARN, tenure.gateway()).log("the shard came back as another Redis: its sessions are verified");
            leave(true);
            if (connected()) {
                register(); // Else as soon as commands are let through.
            }
        }
    }

    private void linkChanged(boolean connected) {
        if (!connected) {
            vertx.setTimer(DEGRADED_AFTER_MILLIS, timer -> {
                if (!connected() && !stopped) {
                    everybody().forEach(Recipient::onDegraded);
                }
            });
            return;
        }
        blocking.hasten();
        if (tenure == null) {
            register();
        } else {
            everybody().forEach(Recipient::onRestored);
        }
    }

    /** Deliveries go on as soon as commands do. */
    private void readOn(boolean connected) {
        if (connected && inbox != null) {
            inbox.hasten();
        }
    }

    private List<Recipient> everybody() {
        return List.copyOf(recipients.values());
    }

    private void register() {
        if (asking || stopped) {
            return;
        }
        asking = true;
        String gateway = Ids.instanceId(); // A new one each time: the outcome of the last try may be unknown.
        var unused = state.register(gateway).onComplete(result -> {
            asking = false;
            if (result.succeeded() && result.result() instanceof Outcome.Ok<Lease>(var lease)) {
                begin(gateway, lease);
            } else {
                vertx.setTimer(RETRY_MILLIS, retry -> register());
            }
        });
    }

    private void begin(String gateway, Lease lease) {
        Questions services = new Questions(vertx, bus, gateway, questions);
        Tenure begun = new Tenure(vertx, gateway, state, services, recipients, asked, this::renew);
        tenure = begun;
        online = lease.online();
        meters.renewed();
        InboxReader reader =
                InboxReader.create(vertx, blocking, upkeep, keys, gateway, entries -> entries.forEach(begun::deliver));
        inbox = reader;
        reader.start();
        line(Level.INFO, gateway).log("registered");
        registered.tryComplete();
        onRegistered.accept(begun);
        verifyAll();
    }

    private void verifyAll() {
        List<Recipient> all = everybody();
        long within = Math.min(all.size() / VERIFIED_PER_MILLI, LONGEST_VERIFICATION);
        all.forEach(one -> vertx.setTimer(1 + ThreadLocalRandom.current().nextLong(within + 1), timer -> one.verify()));
    }

    private void renewRegularly() {
        if (!asking) {
            var unused = renew();
        }
    }

    private Future<?> renew() {
        Tenure present = tenure;
        if (present == null || stopped) {
            return Future.succeededFuture();
        }
        asking = true;
        return state.renew(present.gateway()).onComplete(result -> {
            asking = false;
            if (result.succeeded()) {
                renewed(present, result.result());
            } else {
                renewSoon();
            }
        });
    }

    /** A busy link may have refused the call: a lease must not be lost to that before the next regular renewal. */
    private void renewSoon() {
        if (!retrying && !stopped) {
            retrying = true;
            vertx.setTimer(RETRY_MILLIS, retry -> {
                retrying = false;
                renewRegularly();
            });
        }
    }

    private void renewed(Tenure present, Outcome<Lease> outcome) {
        switch (outcome) {
            case Outcome.Ok<Lease>(var lease) -> {
                online = lease.online();
                meters.renewed();
                if (lease.gapMillis() > 0) {
                    line(Level.WARN, present.gateway())
                            .log(
                                    "Redis stood still for {} ms: every lease and grace was moved by that",
                                    lease.gapMillis());
                }
            }
            case Outcome.Refused<Lease>(var refusal) -> {
                if (present == tenure && refusal.kind() == Refusal.Kind.GONE) {
                    line(Level.WARN, present.gateway()).log("the lease is lost: clients are sent away");
                    meters.lost();
                    present.end();
                    leave(false);
                    register();
                }
            }
        }
    }

    /** The stay is over, and what the shard holds of the sessions is in doubt until they have been verified. */
    private void leave(boolean keep) {
        tenure = null;
        readNoMore();
        everybody().forEach(one -> one.onDoubt(keep));
    }

    private LoggingEventBuilder line(Level level, String gateway) {
        return LOG.atLevel(level).addKeyValue("gateway", gateway).addKeyValue("shard", keys.tag());
    }

    private void readNoMore() {
        InboxReader reader = inbox;
        if (reader != null) {
            reader.stop();
            inbox = null;
        }
    }

    /** Gives the lease back and closes the connections. Sessions that are still held are away then. */
    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        readNoMore();
        Future<Void> givenBack = tenure == null ? Future.succeededFuture() : tenure.giveBack();
        return givenBack.otherwiseEmpty().eventually(bus::close).mapEmpty();
    }
}
