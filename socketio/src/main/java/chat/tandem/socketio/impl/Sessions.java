package chat.tandem.socketio.impl;

import chat.tandem.socketio.RecoveryOptions;
import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.impl.Ids;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions of one namespace: those that sockets hold, and those whose clients are away. Safe to use from any thread. */
final class Sessions {
    /** How much of the id makes a position the session's own. */
    private static final int POSITION_PREFIX = 6;

    private final Vertx vertx;
    private final @Nullable RecoveryOptions recovery;
    private final long maxAgeNanos;
    private final Rooms rooms = new Rooms();
    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final Map<String, Session> byPrivateId = new ConcurrentHashMap<>();
    private final Map<Session, Long> away = new LinkedHashMap<>();

    Sessions(Vertx vertx, @Nullable RecoveryOptions recovery, EngineIoOptions engine) {
        this.vertx = vertx;
        this.recovery = recovery;
        Duration unnoticed = engine.getPingInterval().plus(engine.getPingTimeout());
        this.maxAgeNanos = recovery == null
                ? 0
                : recovery.maxDisconnection().plus(unnoticed).toNanos();
    }

    Rooms rooms() {
        return rooms;
    }

    Collection<Session> all() {
        return byId.values();
    }

    @Nullable
    Session byId(String id) {
        return byId.get(id);
    }

    @Nullable
    Session byPrivateId(String privateId) {
        return byPrivateId.get(privateId);
    }

    /** A new session, not known here yet. */
    Session create() {
        String id = Ids.next();
        Positions positions = recovery == null
                ? Positions.NONE
                : new EventLog(
                        id.substring(0, POSITION_PREFIX), recovery.maxEvents(), recovery.maxBytes(), maxAgeNanos);
        return new Session(id, Ids.next(), positions, rooms);
    }

    /** As {@link #create}, for a session whose events the application keeps. */
    Session create(String id, String privateId) {
        return new Session(id, privateId, Positions.given(), rooms);
    }

    /** A session is open: broadcasts reach it, and its client may come back to it. */
    void add(Session session) {
        byId.put(session.id(), session);
        if (recovery != null) {
            byPrivateId.put(session.privateId(), session);
        }
    }

    /** A session's client is away: it is kept for a while. */
    void keep(Session session) {
        if (recovery == null) {
            forget(session);
            return;
        }
        long timer = vertx.setTimer(recovery.maxDisconnection().toMillis(), id -> giveUp(session));
        Session eldest = null;
        synchronized (away) {
            away.put(session, timer);
            if (away.size() > recovery.maxAway()) {
                Iterator<Session> sessions = away.keySet().iterator();
                eldest = sessions.next();
            }
        }
        if (eldest != null) {
            giveUp(eldest);
        }
    }

    /** A session's client is back. */
    void returned(Session session) {
        Long timer;
        synchronized (away) {
            timer = away.remove(session);
        }
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void giveUp(Session session) {
        returned(session);
        forget(session);
    }

    /** Ends a session, unless a socket holds it. */
    void forget(Session session) {
        if (session.end()) {
            byId.remove(session.id(), session);
            byPrivateId.remove(session.privateId(), session);
        }
    }
}
