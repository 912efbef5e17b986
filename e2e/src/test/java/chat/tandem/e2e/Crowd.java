package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.bench.client.ChatClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Many {@link Stranger}s on one event loop of their own. Its methods block, and are for the thread of a test. */
final class Crowd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Context context = vertx.getOrCreateContext();
    private final WebSocketClient sockets = ChatClient.sockets(vertx);
    private final Ledger ledger = new Ledger();
    private final List<Stranger> strangers = new ArrayList<>();

    /** Lets so many people in, evenly over the gateways; each looks for somebody at once. */
    void arrive(int people, List<URI> gateways, long seed) {
        on(() -> {
            var arrivals = new ArrayList<Future<?>>();
            for (int number = 0; number < people; number++) {
                var stranger = new Stranger(vertx, seed + number, ledger);
                strangers.add(stranger);
                arrivals.add(stranger.arrive(sockets, gateways.get(number % gateways.size())));
            }
            return Future.all(arrivals);
        });
    }

    /** Waits until each of them has talked to so many, one after the other; fails at the first fault. */
    void awaitTalks(int each) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(behind(each)).isEmpty());
        assertThat(on(() -> Future.succeededFuture(ledger.noted()))).isEmpty();
    }

    /** Who has talked to fewer, and what keeps them; nobody, once there is a fault. */
    private List<String> behind(int talks) {
        return on(() -> Future.succeededFuture(
                ledger.noted().isEmpty()
                        ? strangers.stream()
                                .filter(stranger -> stranger.talks() < talks)
                                .map(Stranger::toString)
                                .toList()
                        : List.of()));
    }

    /** Everybody ends the conversation they are in and goes; then tells what was written down. */
    Ledger leave() {
        on(() -> {
            strangers.forEach(Stranger::lastCall);
            return Future.succeededFuture();
        });
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(present())
                        .as("who does not leave; noted so far: %s", on(() -> Future.succeededFuture(ledger.noted())))
                        .isEmpty());
        return ledger;
    }

    private List<String> present() {
        return on(() -> Future.succeededFuture(strangers.stream()
                .filter(stranger -> !stranger.gone())
                .map(Stranger::toString)
                .toList()));
    }

    private <T> T on(Supplier<Future<T>> step) {
        Promise<T> result = Promise.promise();
        context.runOnContext(nothing -> step.get().onComplete(result));
        return result.future().timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).await();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
