package chat.tandem.common.state.simulation;

import chat.tandem.common.state.Lease;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.Simulated;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gateway's process: its lease, its inbox and its sessions, as the real {@code ShardGateway} keeps them. */
final class Gateway extends Program {
    private static final long RETRY = 250;

    final Link commands;
    final Link blocking;
    private final ShardState state;
    private final Map<String, Session> recipients = new LinkedHashMap<>();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private @Nullable Tenure tenure;
    private boolean asking;
    private boolean stopping;
    private boolean reading;
    private String lastRead = "0-0";
    private int read;

    Gateway(World world, String name, Stations.Desk<ShardState> desk) {
        super(world, name);
        commands = new Link(world, this);
        blocking = new Link(world, this);
        desk.outlet().plug(commands);
        state = desk.caller();
        register();
        in(Times.LEASE / 3, this::renewRegularly);
    }

    @Nullable
    Tenure tenure() {
        return tenure;
    }

    /** Whether clients that look for a gateway are sent here. */
    boolean open() {
        return !dead() && !stopping;
    }

    void accept(Session session) {
        sessions.add(session);
    }

    void forget(Session session) {
        sessions.remove(session);
    }

    void attach(String connection, Session session) {
        recipients.put(connection, session);
    }

    void detach(String connection) {
        recipients.remove(connection);
    }

    // ---- the lease ----

    private void register() {
        String id = world.newGatewayId(name);
        asking = true;
        var unused = state.register(id).onComplete(result -> {
            asking = false;
            if (result.succeeded() && result.result() instanceof Outcome.Ok<Lease>) {
                tenure = new Tenure(id, state, this);
                lastRead = "0-0";
                read = 0;
                reading = false;
                List.copyOf(sessions).forEach(session -> in(world.chance.between(1, 20), session::verify));
            } else {
                in(RETRY, this::register);
            }
        });
    }

    private void renewRegularly() {
        if (!asking) {
            var unused = renew();
        }
        List.copyOf(sessions).forEach(Session::verify);
        in(Times.LEASE / 3, this::renewRegularly);
    }

    Future<?> renew() {
        Tenure present = tenure;
        if (present == null || stopping) {
            return Future.succeededFuture();
        }
        asking = true;
        return state.renew(present.id).onComplete(result -> {
            asking = false;
            if (result.failed()) {
                in(RETRY, () -> {
                    if (!asking) {
                        var unused = renew();
                    }
                });
            } else if (result.result() instanceof Outcome.Refused<Lease>(var refusal)
                    && refusal.kind() == Refusal.Kind.GONE
                    && present == tenure) {
                lost(present);
            }
        });
    }

    private void lost(Tenure present) {
        world.trace.note(name + " lost its lease as " + present.id);
        present.end();
        tenure = null;
        List.copyOf(sessions).forEach(Session::onDoubt);
        register();
    }

    // ---- the inbox ----

    /** The inbox holds so many entries now; it is read from the last one that was seen, a while later. */
    void inboxHolds(int entries) {
        Tenure reader = tenure;
        if (entries > read && !reading && reader != null) {
            reading = true;
            long wait = world.chance.in100(10) ? world.chance.between(20, 400) : world.chance.between(0, 10);
            in(wait, () -> read(reader));
        }
    }

    /** Reads for one stay: what was to be read for the stay before is nobody's. */
    private void read(Tenure reader) {
        if (reader != tenure) {
            return;
        }
        Request entries = Request.cmd(io.vertx.redis.client.Command.XRANGE)
                .arg(Simulated.keys().inbox(reader.id))
                .arg("(" + lastRead)
                .arg("+");
        blocking.send(entries).onComplete(reply -> handOver(reply, reader), lost -> in(20, () -> read(reader)));
    }

    private void handOver(Response reply, Tenure reader) {
        if (reader != tenure) {
            return;
        }
        reading = false;
        lastRead = News.last(reply, lastRead);
        read += reply.size();
        for (Map<String, String> fields : News.entries(reply)) {
            Entry entry = Entry.of(fields);
            Session recipient = recipients.get(entry.to());
            if (recipient != null) {
                recipient.onEntry(entry);
            }
        }
        inboxHolds(world.inboxOf(reader.id));
    }

    // ---- the end ----

    @Override
    void kill() {
        super.kill();
        List.copyOf(sessions).forEach(Session::died);
    }

    /** Stops in order: every client is closed, and the lease given back. */
    void stop() {
        stopping = true;
        List.copyOf(sessions).forEach(Session::drain);
        in(RETRY, this::giveBack);
    }

    private void giveBack() {
        if (tenure == null) {
            kill();
            return;
        }
        var unused = state.deregister(tenure.id).onComplete(result -> {
            boolean gone =
                    result.succeeded() && result.result() instanceof Outcome.Ok<Integer>(Integer left) && left == 0;
            if (gone) {
                kill();
            } else {
                in(RETRY, this::giveBack);
            }
        });
    }
}
