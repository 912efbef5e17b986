package chat.tandem.socketio.engine.impl;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The home's end of a WebSocket that reached another server. That one fetches what is to be sent, one fetch at a time, and brings what
 * came, which is not answered, and so nothing more read, while the session does not want any. On the session's {@link Home}.
 */
final class TunnelTransport extends SocketTransport {
    private final TunnelFrames waiting = new TunnelFrames();
    private final Runnable ended;
    private @Nullable Listener listener;
    private @Nullable Promise<Buffer> fetch;
    private @Nullable Promise<Buffer> brought;
    private boolean paused;
    private boolean over;

    /** @param ended told when nothing goes through the tunnel any more, whoever ended it */
    TunnelTransport(Runnable ended) {
        this.ended = ended;
    }

    @Override
    void listener(@Nullable Listener hearer) {
        listener = hearer;
    }

    /** The other server wants what is to be sent. */
    Future<Buffer> fetch() {
        Promise<Buffer> answer = Promise.promise();
        releaseFetch();
        fetch = answer;
        send();
        Listener hears = listener;
        if (fetch != null && hears != null) {
            hears.onWritable();
        }
        return answer.future();
    }

    /** Answers a fetch that has waited for long. */
    void releaseFetch() {
        Promise<Buffer> waitingFetch = fetch;
        if (waitingFetch != null) {
            fetch = null;
            waitingFetch.tryComplete(waiting.take(over));
        }
    }

    /** The other server brings what came. */
    Future<Buffer> bring(TunnelFrames frames) {
        Promise<Buffer> answer = Promise.promise();
        brought = answer;
        for (Inbound packet : frames.decoded()) {
            Listener hears = listener;
            if (hears != null) {
                hears.onPacket(packet);
            }
        }
        answerBrought();
        return answer.future();
    }

    private void answerBrought() {
        Promise<Buffer> answer = brought;
        if (answer != null && (!paused || over)) {
            brought = null;
            answer.complete(Buffer.buffer());
        }
    }

    /** The client's WebSocket is no more. */
    void gone() {
        Listener hears = listener;
        end();
        if (hears != null) {
            hears.onClosed();
        }
    }

    private void end() {
        over = true;
        listener = null;
        releaseFetch();
        answerBrought();
        ended.run();
    }

    private void send() {
        if (fetch != null && (over || !waiting.isEmpty())) {
            releaseFetch();
        }
    }

    @Override
    public boolean isWritable() {
        return !over && fetch != null;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public void write(List<Packet> packets) {
        packets.forEach(waiting::add);
        send();
    }

    @Override
    public void writeLast(List<Packet> packets) {
        packets.forEach(waiting::add);
        end();
    }

    @Override
    public void drop(Packet farewell) {
        end();
    }

    @Override
    void dropOversized() {
        end();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        answerBrought();
    }
}
