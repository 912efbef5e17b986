package chat.tandem.socketio.engine;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The directories of several servers in one process: for tests, and for those that share a process anyway. */
public final class InMemoryDirectories {
    private final Map<String, Entry> homes = new ConcurrentHashMap<>();

    private record Entry(Directory home, @Nullable Context context) {}

    /** The directory of one more server. */
    public SessionDirectory directory() {
        return new Directory();
    }

    private final class Directory implements SessionDirectory {
        private volatile BiFunction<String, Buffer, Future<Buffer>> answer =
                (session, question) -> Future.failedFuture("nobody answers");

        @Override
        public void onAsked(BiFunction<String, Buffer, Future<Buffer>> answering) {
            answer = answering;
        }

        @Override
        public Future<Void> enter(String session) {
            homes.put(session, new Entry(this, Vertx.currentContext()));
            return Future.succeededFuture();
        }

        @Override
        public void leave(String session) {
            homes.computeIfPresent(session, (id, entry) -> entry.home() == this ? null : entry);
        }

        @Override
        public Future<Optional<Buffer>> ask(String session, Buffer question, Duration patience) {
            Entry entry = homes.get(session);
            if (entry == null) {
                return Future.succeededFuture(Optional.empty());
            }
            Promise<Buffer> asked = Promise.promise();
            if (entry.context() == null) {
                entry.home().answer.apply(session, question).onComplete(asked);
            } else {
                entry.context()
                        .runOnContext(here ->
                                entry.home().answer.apply(session, question).onComplete(asked));
            }
            return here(asked.future(), patience);
        }
    }

    /** The answer on the asker's context, or its failure when the time is over. */
    private static Future<Optional<Buffer>> here(Future<Buffer> answer, Duration patience) {
        Context here = Vertx.currentContext();
        if (here == null) {
            return answer.map(Optional::of);
        }
        Promise<Optional<Buffer>> result = Promise.promise();
        long timer = here.owner()
                .setTimer(
                        Math.max(1, patience.toMillis()),
                        late -> result.tryFail(new TimeoutException("no answer in time")));
        answer.onComplete(done -> here.runOnContext(v -> {
            here.owner().cancelTimer(timer);
            if (done.succeeded()) {
                result.tryComplete(Optional.of(done.result()));
            } else {
                result.tryFail(done.cause());
            }
        }));
        return result.future();
    }
}
