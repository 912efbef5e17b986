package chat.tandem.persistence.writing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Pauses that all end when there is no more to wait for. Used on one event loop only. */
final class Pauses {
    private final Vertx vertx;
    private final Set<Promise<Void>> all = new HashSet<>();
    private boolean stopped;

    Pauses(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completes after so many milliseconds; fails where {@link #stop} was called before. */
    Future<Void> pause(long millis) {
        if (stopped) {
            return Future.failedFuture("stopped");
        }
        Promise<Void> pause = Promise.promise();
        all.add(pause);
        long timer = vertx.setTimer(millis, id -> pause.tryComplete());
        return pause.future().onComplete(over -> {
            all.remove(pause);
            vertx.cancelTimer(timer);
        });
    }

    /** Ends all, and those to come. */
    void stop() {
        stopped = true;
        List.copyOf(all).forEach(pause -> pause.tryFail("stopped"));
    }
}
