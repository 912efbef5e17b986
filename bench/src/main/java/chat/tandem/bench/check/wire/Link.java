package chat.tandem.bench.check.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** One connection through a {@link TcpProxy}. Used on the event loop of its proxy. */
public final class Link {
    private static final long DEAF_MILLIS = 40;

    private final Vertx vertx;
    private final NetSocket near;
    private final NetSocket far;
    private final IntSupplier delay;
    private final Promise<Void> over = Promise.promise();
    private boolean upOpen = true;
    private boolean downOpen = true;
    private int ends;

    Link(Vertx vertx, NetSocket near, NetSocket far, IntSupplier delay) {
        this.vertx = vertx;
        this.near = near;
        this.far = far;
        this.delay = delay;
        var up = new Lane(far, () -> upOpen);
        var down = new Lane(near, () -> downOpen);
        near.handler(bytes -> {
            if (upOpen) {
                up.carry(bytes);
            }
        });
        far.handler(bytes -> {
            if (downOpen) {
                down.carry(bytes);
            }
        });
        near.exceptionHandler(failure -> {}); // a close follows
        far.exceptionHandler(failure -> {});
        near.closeHandler(nothing -> ended(upOpen, up));
        far.closeHandler(nothing -> ended(downOpen, down));
    }

    /** The port that the client's side of it has. */
    public int clientPort() {
        return near.remoteAddress().port();
    }

    /** Nothing passes any more, in either direction, and neither side is told: half-open. */
    public void silence() {
        upOpen = false;
        downOpen = false;
    }

    /** Loses what is on its way to the client for a moment, then closes both sides: acknowledgements get lost. */
    public void cut() {
        if (!upOpen) {
            near.close(); // half-open already: the other side hears of nothing
            return;
        }
        downOpen = false;
        vertx.timer(DEAF_MILLIS).onComplete(then -> close());
    }

    /** Closes both sides. */
    public void close() {
        silence();
        near.close();
        far.close();
        over.tryComplete();
    }

    /** Completes when it is over on both sides. */
    Future<Void> over() {
        return over.future();
    }

    private void ended(boolean told, Lane lane) {
        ends++;
        if (told) {
            lane.end();
        } else if (ends == 2) {
            over.tryComplete();
        }
    }

    /** One direction: pieces leave in the order in which they came, whatever each is delayed. */
    private final class Lane {
        private final NetSocket to;
        private final BooleanSupplier open;
        private final Deque<Buffer> waiting = new ArrayDeque<>(2);
        private long lastMillis;

        Lane(NetSocket to, BooleanSupplier open) {
            this.to = to;
            this.open = open;
        }

        void carry(Buffer bytes) {
            waiting.add(bytes);
            later(this::forward);
        }

        /** What came before the close still leaves before it. */
        void end() {
            later(Link.this::close);
        }

        private void forward() {
            var bytes = waiting.poll();
            if (bytes != null && open.getAsBoolean()) {
                to.write(bytes);
            }
        }

        private void later(Runnable step) {
            var now = System.nanoTime() / 1_000_000;
            lastMillis = Math.max(lastMillis, now + delay.getAsInt());
            if (lastMillis <= now && waiting.size() <= 1) {
                step.run();
            } else {
                vertx.timer(Math.max(1, lastMillis - now)).onComplete(due -> step.run());
            }
        }
    }
}
