package chat.tandem.gateway.session;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.state.SessionState;
import chat.tandem.gateway.limit.FrameLimit;
import chat.tandem.gateway.limit.UnauthenticatedMemory.Share;
import chat.tandem.gateway.shard.Recipient;
import chat.tandem.gateway.transport.Connection;
import chat.tandem.gateway.transport.ConnectionListener;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * One client's connection, from its first frame to its last: its commands one after another, and the events for it. Used
 * on one event loop.
 *
 * <p>What was read before the connection closed is carried out first; then the session is let go of.
 */
public final class Session implements ConnectionListener, Recipient, Endings {
    /** How long a client that is asked for a sign of life has for it. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Commands that wait before the socket is no longer read, or, before {@code session}, refused. */
    private static final int MOST_WAITING = 32;

    private final Surroundings around;
    private final Connection connection;
    private final Runnable gone;
    private final CommandQueue queue = new CommandQueue(this::readOn);
    private final OnlineNews news = new OnlineNews();
    private final Mail mail;
    private final Replies replies;
    private final Admission admission;
    private final Intake intake;
    private final Standing standing;
    private final Pulse pulse;
    private final Share memory;
    private boolean paused;
    private boolean ended;
    private boolean letGo = true;

    /**
     * A session of which nothing is known yet.
     *
     * @param gone told when nothing of the session is left to do here
     */
    public Session(Surroundings around, Connection connection, Runnable gone) {
        this.around = around;
        this.connection = connection;
        this.gone = gone;
        this.mail = new Mail(connection::event, this::stateLost, this::delivered);
        this.memory = around.memory().open(() -> close(CloseCode.TOO_SLOW));
        FrameLimit limit = new FrameLimit(around.settings().commands(), around.nanoTime());
        this.replies = new Replies(connection, limit, around.meters(), this::close);
        this.admission = new Admission(around, replies, mail, news, connection.address(), memory, this::close);
        this.standing = new Standing(admission, new Verification(around, admission, mail, this), replies);
        this.intake = new Intake(around, limit, admission, standing, mail, replies, this);
        this.pulse = new Pulse(connection, around.settings().heartbeat());
    }

    // ---- frames ----

    @Override
    public void onFrame(ClientFrame sent, int bytes) {
        if (ended) {
            return;
        }
        ClientFrame frame = intake.judge(sent);
        boolean full = queue.waiting() >= MOST_WAITING;
        if (admission.seat() == null && (full || !memory.hold(bytes))) {
            replies.refuse(frame.id(), ProtocolError.rateLimited(Answers.RETRY_AFTER));
            return;
        }
        long read = around.nanoTime().getAsLong();
        queue.add(() -> {
            memory.free(bytes);
            return intake.carryOut(frame, read);
        });
        if (queue.waiting() >= MOST_WAITING && admission.seat() != null && !paused) {
            paused = true;
            connection.pause();
        }
    }

    @Override
    public boolean onOverhead() {
        return !ended && replies.admits();
    }

    @Override
    public boolean hold(int bytes) {
        return memory.hold(bytes);
    }

    @Override
    public void free(int bytes) {
        memory.free(bytes);
    }

    private void readOn() {
        if (paused && queue.waiting() <= MOST_WAITING / 2) {
            paused = false;
            connection.resume();
        }
    }

    // ---- events, and the end ----

    @Override
    public void onEvent(InboxEntry.Event entry) {
        if (entry.event().equals("session-erased")) {
            erased();
            return;
        }
        mail.deliver(entry);
        if (entry.event().equals("session-replaced")) {
            abandon(CloseCode.SESSION_REPLACED);
        }
    }

    private void delivered(long since) {
        Seat seat = admission.seat();
        if (seat != null) {
            around.meters().delivered(seat.state().clock().now() - since);
        }
    }

    /** Ends the connection of a session that is not ours any more: there is nothing to carry out or to let go of. */
    private void abandon(CloseCode code) {
        letGo = false;
        queue.clear();
        close(code);
    }

    @Override
    public void replaced() {
        replies.event("session-replaced", "{}");
        abandon(CloseCode.SESSION_REPLACED);
    }

    @Override
    public void erased() {
        abandon(CloseCode.NOT_AUTHENTICATED);
    }

    @Override
    public void gone() {
        Seat seat = admission.seat();
        if (seat != null && !ended) {
            onDoubt(false);
            var unused = seat.tenure().renew().onComplete(renewed -> verify());
        }
    }

    @Override
    public void stateLost() {
        String conversation = mail.conversation();
        if (conversation != null) {
            replies.event("conversation-ended", SessionFrames.ended(conversation, "state-lost"));
            mail.leave(SessionState.IDLE);
        }
        close(CloseCode.LEASE_LOST);
    }

    // ---- doubt, and the shard's absence ----

    @Override
    public void onDoubt(boolean keep) {
        if (!ended) {
            standing.doubt(keep);
            mail.waitNoLonger(); // The inbox of before is read no further.
        }
    }

    @Override
    public void verify() {
        if (standing.doubtful() && !ended) {
            queue.add(() -> ended ? Future.succeededFuture() : standing.verified());
        }
    }

    @Override
    public void onDegraded() {
        standing.degraded();
    }

    @Override
    public void onRestored() {
        standing.restored();
    }

    /** What the passing of time brings: called about once a second. */
    public void tick() {
        long now = around.nanoTime().getAsLong();
        CloseCode verdict = admission.verdict();
        if (verdict != null) {
            close(verdict);
        } else if (!paused && pulse.lost(now)) {
            close(CloseCode.SILENT);
        } else if (standing.doubtful() && queue.waiting() == 0) {
            verify(); // The first try may have met a Redis that was away again.
        } else if (admission.seat() != null && mail.conversation() == null) {
            tellOnline(around.shards().online(), now);
        }
    }

    private void tellOnline(long count, long now) {
        if (news.due(count, now)) {
            news.told(count, now);
            replies.event("online-count", "{\"count\":" + count + "}");
        }
    }

    /**
     * The gateway stops: the client is told when to come back, and is closed when the commands that it sent have taken
     * effect. Questions of it (history, uploads …) that another service has yet to answer are for it to repeat.
     *
     * @param reconnectAfterMillis how long the client is to wait, 0 or more
     */
    public void drain(long reconnectAfterMillis) {
        if (!ended) {
            replies.event("server-draining", "{\"reconnectAfterMs\":" + reconnectAfterMillis + "}");
            queue.add(() -> {
                close(CloseCode.DRAINING);
                return Future.succeededFuture();
            });
        }
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** Ends the connection; what was read before is still carried out. */
    @Override
    public void close(CloseCode code) {
        if (!ended) {
            SessionLog.closed(code, admission.seat(), mail.conversation());
        }
        connection.close(code);
        onClosed();
    }

    @Override
    public void onClosed() {
        if (!ended) {
            ended = true;
            memory.close();
            mail.waitNoLonger();
            queue.add(this::finish);
        }
    }

    private Future<?> finish() {
        Seat seat = admission.seat();
        if (seat != null) {
            seat.tenure().detach(seat.owner().connection());
            if (letGo) {
                seat.tenure().letGoOf(seat.owner());
            }
        }
        gone.run();
        return Future.succeededFuture();
    }
}
