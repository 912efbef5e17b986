package chat.tandem.persistence.writing;

import chat.tandem.persistence.store.Rounds;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The parts of a batch that failed, each tried once: which of them failed, and why.
 *
 * @param <E> the entry that a row came from
 */
final class Division<E> {
    private final Function<Attempt<E>, Future<Void>> attempt;
    private final Map<Attempt<E>, Throwable> failed = new LinkedHashMap<>();

    /** @param attempt tries one part */
    Division(Function<Attempt<E>, Future<Void>> attempt) {
        this.attempt = attempt;
    }

    /** Tries one part after another; never fails. */
    Future<Void> tryAll(List<Attempt<E>> parts) {
        Future<Void> all = Future.succeededFuture();
        for (Attempt<E> part : parts) {
            all = all.compose(before -> tryOne(part));
        }
        return all;
    }

    private Future<Void> tryOne(Attempt<E> part) {
        return attempt.apply(part).transform(outcome -> {
            if (outcome.failed()) {
                failed.put(part, outcome.cause());
            }
            return Future.succeededFuture();
        });
    }

    /** Those that failed. */
    Map<Attempt<E>, Throwable> failed() {
        return Collections.unmodifiableMap(failed);
    }

    /** Begins one after another, the next when the one before is done; fails with the first failure, when all are over. */
    static <E> Future<Void> inTurn(Collection<Attempt<E>> parts, Consumer<Attempt<E>> begin) {
        List<Throwable> failures = new ArrayList<>();
        Iterator<Attempt<E>> rest = parts.iterator();
        return Rounds.whileMore(() -> {
                    if (!rest.hasNext()) {
                        return Future.succeededFuture(false);
                    }
                    Attempt<E> part = rest.next();
                    begin.accept(part);
                    return part.done.future().map(true).otherwise(failure -> {
                        failures.add(failure);
                        return true;
                    });
                })
                .compose(over ->
                        failures.isEmpty() ? Future.succeededFuture() : Future.failedFuture(failures.getFirst()));
    }
}
