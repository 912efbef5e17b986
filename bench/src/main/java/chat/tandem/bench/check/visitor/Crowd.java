package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.History;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.wire.Wires;
import chat.tandem.bench.client.ChatClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** All visitors of a run, on one event loop. Its methods block, and are for the thread of the run. */
public final class Crowd {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 200;
    private static final int QUIET_LOOKS = 10;
    private static final long ARRIVALS_MILLIS = 1_500;

    private final Context context;
    private final Place place;
    private final List<Visitor> visitors = new ArrayList<>();

    /**
     * Visitors who are not there yet.
     *
     * @param context their event loop, and that of {@code wires}
     * @param gateways where they connect, each time to any of them
     * @param grace how long the system waits for whoever is away: they sleep for less or more
     */
    public Crowd(Vertx vertx, Context context, History history, Wires wires, List<URI> gateways, Duration grace) {
        this.context = context;
        this.place = new Place(vertx, ChatClient.sockets(vertx), history, wires, gateways, grace);
    }

    /** Lets so many come within a second or two. */
    public void arrive(int count, long seed) {
        on(() -> {
            for (int number = 0; number < count; number++) {
                var visitor = new Visitor(place, number, seed);
                visitors.add(visitor);
                place.after(number * ARRIVALS_MILLIS / count, visitor::arrive);
            }
            return Future.succeededFuture();
        });
    }

    /**
     * Lets everybody stop beginning anything, and waits until all have a session, nothing to send and nothing to wait
     * for, and stay so for two seconds. Then each notes where it believes that it is.
     *
     * @param atMost after which time whoever has not settled is noted as such
     */
    public void settle(Duration atMost) {
        on(() -> {
            visitors.forEach(Visitor::calmDown);
            return quiet(System.nanoTime() + atMost.toNanos(), 0);
        });
        on(() -> {
            visitors.forEach(Visitor::believe);
            return Future.succeededFuture();
        });
    }

    private Future<Void> quiet(long until, int looks) {
        if (looks == QUIET_LOOKS || System.nanoTime() - until >= 0) {
            return Future.succeededFuture();
        }
        var calm = visitors.stream().allMatch(Visitor::settled)
                && visitors.stream().filter(Visitor::waiting).count() <= 1;
        return place.vertx.timer(LOOK_MILLIS).compose(later -> quiet(until, calm ? looks + 1 : 0));
    }

    /** Lets everybody ask anew where they are, and read all that was said in the conversations they were in. */
    public void readEverything() {
        var seen = conversations();
        on(() -> Future.join(visitors.stream()
                        .map(visitor -> visitor.readEverything(seen.getOrDefault(visitor.number(), Set.of())))
                        .toList())
                .otherwiseEmpty());
    }

    private Map<Integer, Set<String>> conversations() {
        var byVisitor = new HashMap<Integer, Set<String>>();
        for (var entry : place.history.entries()) {
            if (entry.what() instanceof What.Matched matched) {
                byVisitor
                        .computeIfAbsent(entry.visitor(), any -> new HashSet<>())
                        .add(matched.conversation());
            }
        }
        return byVisitor;
    }

    private <T> void on(Supplier<Future<T>> step) {
        Promise<T> result = Promise.promise();
        context.runOnContext(nothing -> step.get().onComplete(result));
        result.future().timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).await();
    }
}
