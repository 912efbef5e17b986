package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.CloseReason;
import chat.tandem.socketio.engine.EngineIoTransport;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTP long polling: at most one GET that waits for packets, and at most one POST that brings some.
 *
 * <p>A client that closes posts so while its GET waits, over another connection, and the two may arrive in any order. So a close
 * that finds no GET is left unanswered for a moment, for the GET to arrive and be answered in peace.
 */
@SuppressWarnings("ReferenceEquality") // One request is never as good as another.
final class PollingTransport implements Transport {
    private static final long CROSSING_MS = 200;

    private final EngineSession session;
    /** Written here only; read elsewhere as a hint that something can leave at once. */
    private volatile @Nullable Exchange poll;

    private @Nullable Exchange post;
    private boolean paused;
    private boolean postRead;
    private boolean leaving;

    PollingTransport(EngineSession session) {
        this.session = session;
    }

    @Override
    public EngineIoTransport kind() {
        return EngineIoTransport.POLLING;
    }

    @Override
    public boolean isWritable() {
        return poll != null;
    }

    /** A GET came. A second one while the first waits breaks the order of packets, so it ends the session. */
    void onPoll(Exchange exchange) {
        if (poll != null) {
            exchange.refuse(EngineError.BAD_REQUEST);
            session.drop(CloseReason.TRANSPORT_ERROR);
            return;
        }
        poll = exchange;
        if (leaving) {
            leave();
        } else {
            session.flush();
        }
    }

    /** Lets a GET go that has waited for long. */
    void release(Exchange exchange) {
        if (poll == exchange) {
            write(List.of(Packet.NOOP));
        }
    }

    /** The client went away while its GET waited, and perhaps packets with it. */
    void onPollAborted(Exchange exchange) {
        if (poll == exchange) {
            poll = null;
            session.drop(CloseReason.TRANSPORT_ERROR);
        }
    }

    /** A POST came, its body not yet. A second one at the same time, and one that claims to be binary, end the session. */
    void onPost(Exchange exchange) {
        if (post != null || exchange.isBinary()) {
            exchange.refuse(EngineError.BAD_REQUEST);
            session.drop(CloseReason.TRANSPORT_ERROR);
            return;
        }
        post = exchange;
        postRead = false;
    }

    /** The client went away before its POST was answered. */
    void onPostAborted(Exchange exchange) {
        if (post == exchange) {
            post = null;
            session.drop(CloseReason.TRANSPORT_ERROR);
        }
    }

    /** The body of the POST came; null when it is too large, which the session survives. */
    void onPostBody(Exchange exchange, @Nullable Buffer body) {
        if (post != exchange) {
            exchange.refuse(EngineError.UNKNOWN_SID);
            return;
        }
        if (body == null) {
            post = null;
            exchange.refuse(413);
            var unused = session.takesOverhead();
            return;
        }
        boolean[] malformed = new boolean[1];
        PacketCodec.decodePayload(body.toString(StandardCharsets.UTF_8), packet -> {
            malformed[0] = packet instanceof Inbound.Malformed;
            leaving = packet instanceof Inbound.Close && poll == null;
            if (!leaving) {
                session.receive(packet);
            }
            return !leaving && session.isReceiving();
        });
        if (malformed[0]) {
            post = null;
            exchange.refuse(EngineError.BAD_REQUEST);
        } else {
            postRead = true;
            answerPost();
        }
        if (leaving) {
            session.later(CROSSING_MS, this::leave);
        }
    }

    private void leave() {
        if (leaving) {
            leaving = false;
            session.receive(new Inbound.Close());
            answerPost();
        }
    }

    /** While paused the answer waits, and with it the next POST of a client that keeps the rules. */
    private void answerPost() {
        Exchange taken = post;
        if (taken != null && postRead && !paused && !leaving) {
            post = null;
            taken.taken();
        }
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public void write(List<Packet> packets) {
        Exchange waiting = poll;
        if (waiting != null) {
            poll = null;
            waiting.packets(PacketCodec.encodePayload(packets));
        }
    }

    @Override
    public void writeLast(List<Packet> packets) {
        List<Packet> all = new ArrayList<>(packets);
        all.add(Packet.CLOSE);
        write(all);
    }

    @Override
    public void drop(Packet farewell) {
        write(List.of(farewell));
        paused = false;
        leaving = false;
        answerPost();
    }

    /** The client has moved on. One that moves keeps no request waiting; another's is none of this session's any more. */
    void retire() {
        Exchange waiting = poll;
        if (waiting != null) {
            poll = null;
            waiting.refuse(EngineError.BAD_REQUEST);
        }
        paused = false;
        answerPost();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        answerPost();
    }
}
