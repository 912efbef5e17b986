package chat.tandem.persistence.request;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A queue for each user: where places are short, at most so many requests of one user are under way at once, and the next
 * one begins when one of them is over, in the order in which they came. Used on one context.
 */
public final class UserTurns {
    private final int atOnce;
    private final int mostWaiting;
    private final BooleanSupplier free;
    private final Map<String, Line> lines = new HashMap<>();

    private static final class Line {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int underWay;
    }

    /**
     * @param atOnce requests of one user that are under way at once, at most, where places are short
     * @param mostWaiting further ones that wait, at most
     * @param free whether there are places enough for anybody
     */
    public UserTurns(int atOnce, int mostWaiting, BooleanSupplier free) {
        this.free = free;
        this.atOnce = atOnce;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Carries a request out when it is its turn.
     *
     * @return what came of it; empty where too many of this user wait already
     */
    public Optional<Future<Void>> carryOut(String user, Supplier<Future<Void>> request) {
        Line line = lines.computeIfAbsent(user, first -> new Line());
        if (mayBegin(line)) {
            return Optional.of(begin(user, line, request));
        }
        if (line.waiting.size() >= mostWaiting) {
            return Optional.empty();
        }
        Promise<Void> done = Promise.promise();
        line.waiting.add(() -> begin(user, line, request).onComplete(done));
        return Optional.of(done.future());
    }

    private boolean mayBegin(Line line) {
        return line.underWay < atOnce || free.getAsBoolean();
    }

    private Future<Void> begin(String user, Line line, Supplier<Future<Void>> request) {
        line.underWay++;
        return request.get().onComplete(over -> {
            line.underWay--;
            while (!line.waiting.isEmpty() && mayBegin(line)) {
                line.waiting.remove().run();
            }
            if (line.underWay == 0 && line.waiting.isEmpty()) {
                lines.remove(user);
            }
        });
    }
}
