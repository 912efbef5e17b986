package chat.tandem.gateway.shard;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.Config;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.StateSettings;
import chat.tandem.socketio.engine.SessionDirectory;
import chat.tandem.socketio.engine.SessionDirectoryContract;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The directory over the bus, between two gateways. */
@ExtendWith(Stores.class)
class PlacesTest extends SessionDirectoryContract {
    private final Vertx vertx = Vertx.vertx();
    private Gateway one;
    private Gateway another;

    /** As much of a gateway as there is to it, on a loop of its own. */
    private final class Gateway {
        private final Context context = vertx.getOrCreateContext();
        private final Places places = new Places();
        private final SessionDirectory directory = places.directory("test");
        private final ShardGateways shards;

        private Gateway(String redis) {
            SettingsReader reader = new SettingsReader(new Config(Map.of("TANDEM_REDIS_URL", redis)));
            RedisSettings settings = RedisSettings.read(reader);
            StateSettings state = StateSettings.read(reader);
            shards = await(on(context, () -> {
                ShardGateways made = new ShardGateways(vertx, settings, state, new Metrics(), places::asked);
                places.serve(vertx, made);
                return made.registered().map(made);
            }));
        }
    }

    @BeforeEach
    void start(RedisStore redis) {
        one = new Gateway(redis.url());
        another = new Gateway(redis.url());
    }

    @AfterEach
    void stop() {
        await(on(another.context, another.shards::stop));
        await(on(one.context, one.shards::stop));
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
        Promise<T> result = Promise.promise();
        context.runOnContext(here -> action.get().onComplete(result));
        return result.future();
    }

    @Override
    protected SessionDirectory home() {
        return one.directory;
    }

    @Override
    protected SessionDirectory other() {
        return another.directory;
    }

    @Override
    protected <T> Future<T> atHome(Supplier<Future<T>> action) {
        return on(one.context, action);
    }

    @Override
    protected <T> Future<T> elsewhere(Supplier<Future<T>> action) {
        return on(another.context, action);
    }

    @Test
    void whatIsKnownOfAConnectionEndsByItself(RedisStore redis) {
        await(atHome(() -> home().enter("a")));
        assertThat(Long.parseLong(redis.command("PTTL", "{0}:at:test:a"))).isBetween(1L, 600_000L);
        await(atHome(() -> {
            home().leave("a");
            return Future.succeededFuture();
        }));
        Awaitility.await().until(() -> redis.command("EXISTS", "{0}:at:test:a").equals("0"));
    }

    @Test
    void aGatewayThatIsDeadIsNobody(RedisStore redis) {
        await(atHome(() -> home().enter("a")));
        redis.command("DEL", "{0}:gateways");
        assertThat(await(elsewhere(() -> other().ask("a", Buffer.buffer("hello"), Duration.ofSeconds(20)))))
                .isEmpty();
    }

    @Test
    void whoDiesBeforeItAnswersIsNotWaitedFor(RedisStore redis) {
        Promise<Buffer> arrived = Promise.promise();
        home().onAsked((place, question) -> {
            arrived.tryComplete(question);
            return Promise.<Buffer>promise().future();
        });
        await(atHome(() -> home().enter("a")));
        Future<Optional<Buffer>> answer =
                elsewhere(() -> other().ask("a", Buffer.buffer("hello"), Duration.ofMinutes(5)));
        await(arrived.future());
        redis.command("ZREM", "{0}:gateways", redis.command("GET", "{0}:at:test:a"));
        assertThat(await(answer)).isEmpty();
    }

    @Test
    void whoLosesTheLeaseIsFoundUnderTheNewIdAtOnce(RedisStore redis) {
        home().onAsked((place, question) -> Future.succeededFuture(Buffer.buffer("here")));
        await(atHome(() -> home().enter("a")));
        redis.command("DEL", "{0}:gateways");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                // Neither is registered for a moment, and what was asked under the old id is answered to nobody.
                .ignoreExceptionsInstanceOf(CompletionException.class)
                .until(() -> await(elsewhere(() -> other().ask("a", Buffer.buffer("hello"), Duration.ofSeconds(1))))
                        .isPresent());
    }
}
