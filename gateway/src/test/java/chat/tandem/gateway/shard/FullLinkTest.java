package chat.tandem.gateway.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.redis.RedisUnavailableException;
import chat.tandem.common.state.Beliefs;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.StateSettings;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
class FullLinkTest {
    private static final int LEASES = 4;
    private static final StateSettings SETTINGS =
            StateSettings.read(SettingsReader.of(Map.of("TANDEM_GATEWAY_LEASE", "1s")));

    private final Owner nobody = new Owner("ann", "c1", new Beliefs());
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong refused = new AtomicLong();

    /** Puts a command in each place as soon as it is free, and so in all of them. */
    private void occupy(Context loop, Tenure tenure) {
        if (!over.get()) {
            tenure.state().typing(nobody, "k", true).onComplete(answer -> {
                if (answer.failed() && answer.cause() instanceof RedisUnavailableException) {
                    refused.incrementAndGet();
                    loop.runOnContext(again -> occupy(loop, tenure));
                } else {
                    occupy(loop, tenure);
                }
            });
        }
    }

    @Test
    void aLinkFullOfCommandsDoesNotCostTheLease(Vertx vertx, RedisStore redis) {
        Context loop = vertx.getOrCreateContext();
        ShardGateways gateways = on(
                loop,
                () -> Future.succeededFuture(new ShardGateways(
                        vertx,
                        RedisSettings.standalone(redis.url()),
                        SETTINGS,
                        new Metrics(),
                        asked -> Future.failedFuture("nobody is here"))));
        gateways.registered().await();
        Tenure tenure = gateways.tenureFor("ann").orElseThrow();
        String lease = redis.command("ZSCORE", "{0}:gateways", tenure.gateway());

        loop.runOnContext(go -> {
            for (int i = 0; i < 1_100; i++) {
                occupy(loop, tenure);
            }
        });
        long end = Long.parseLong(lease) + LEASES * SETTINGS.gatewayLease().toMillis();
        await().until(() ->
                Long.parseLong(redis.command("TIME").lines().findFirst().orElseThrow()) * 1_000 > end);

        assertThat(refused).hasPositiveValue();
        assertThat(gateways.tenureFor("ann")).contains(tenure);
        assertThat(Long.parseLong(redis.command("ZSCORE", "{0}:gateways", tenure.gateway())))
                .isGreaterThan(Long.parseLong(lease));
        over.set(true);
        on(loop, gateways::stop);
    }

    private static <T> T on(Context loop, java.util.function.Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(go -> action.get().onComplete(done));
        return done.future().await();
    }
}
