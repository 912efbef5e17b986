package chat.tandem.bench.failover;

import chat.tandem.bench.client.ChatClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** The people of one gateway, in conversations with each other. Its methods block. */
public final class Residents implements AutoCloseable {
    private static final int PAIRS_AT_ONCE = 16;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Context context = vertx.getOrCreateContext();
    private final List<Resident> residents = new ArrayList<>();

    /**
     * Brings people to a gateway, two by two into a conversation; returns when all are.
     *
     * @param pairs how many conversations, at least 1
     */
    public void arrive(URI gateway, int pairs) {
        on(() -> {
            var sockets = ChatClient.sockets(vertx);
            for (int i = 0; i < 2 * pairs; i++) {
                residents.add(new Resident(vertx, sockets));
            }
            var rows = new ArrayList<Future<Void>>();
            for (int row = 0; row < PAIRS_AT_ONCE; row++) {
                rows.add(meetEach(gateway, row));
            }
            return Future.all(rows);
        });
    }

    private Future<Void> meetEach(URI gateway, int pair) {
        if (2 * pair >= residents.size()) {
            return Future.succeededFuture();
        }
        var one = residents.get(2 * pair);
        var other = residents.get(2 * pair + 1);
        var interest = "failover " + run + " " + pair;
        return one.arrive(gateway, interest)
                .compose(arrived -> other.arrive(gateway, interest))
                .compose(both -> Future.all(one.matched(), other.matched()))
                .compose(matched -> meetEach(gateway, pair + PAIRS_AT_ONCE));
    }

    /** From now on a lost connection is made anew to one of these. */
    public void flee(List<URI> gateways) {
        on(() -> {
            residents.forEach(resident -> resident.flee(gateways));
            return Future.succeededFuture();
        });
    }

    /**
     * Waits until everybody's conversation goes on.
     *
     * @param since when their gateway died, by {@link System#nanoTime}
     * @param patience for how long at the most
     */
    public RejoinResult rejoined(long since, Duration patience) {
        return on(() -> Future.join(residents.stream().map(Resident::rejoined).toList())
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .transform(waited -> Future.succeededFuture(result(since))));
    }

    private RejoinResult result(long since) {
        var nanos = new Histogram(3);
        residents.stream()
                .map(Resident::rejoined)
                .filter(Future::succeeded)
                .forEach(moment -> nanos.recordValue(Math.max(0, moment.result() - since)));
        long ended = residents.stream()
                .map(Resident::rejoined)
                .filter(Future::failed)
                .count();
        int attempts = residents.stream().mapToInt(Resident::attempts).sum();
        return RejoinResult.of(residents.size(), nanos, ended, attempts);
    }

    private <T> T on(Supplier<Future<T>> step) {
        Promise<T> result = Promise.promise();
        context.runOnContext(nothing -> step.get().onComplete(result));
        return result.future().await();
    }

    @Override
    public void close() {
        on(() -> {
            residents.forEach(Resident::leave);
            return Future.succeededFuture();
        });
        vertx.close().await();
    }
}
