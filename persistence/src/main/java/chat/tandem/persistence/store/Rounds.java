package chat.tandem.persistence.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Work in rounds, however many: futures that were composed one inside the other would overflow the stack by thousands. */
public final class Rounds {

    private Rounds() {}

    /**
     * Does one round after another.
     *
     * @param round does one, and completes with whether there is another
     * @return completes after the last one; fails with the first that fails
     */
    public static Future<Void> whileMore(Supplier<Future<Boolean>> round) {
        Promise<Void> done = Promise.promise();
        next(round, done);
        return done.future();
    }

    private static void next(Supplier<Future<Boolean>> round, Promise<Void> done) {
        round.get().onComplete(result -> {
            if (result.failed()) {
                done.fail(result.cause());
            } else if (result.result()) {
                next(round, done);
            } else {
                done.complete();
            }
        });
    }
}
