package chat.tandem.examples.consumer;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.redis.LinkOptions;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Beliefs;
import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.Ids;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.SendRequest;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.Shards;
import chat.tandem.common.state.StateSettings;
import chat.tandem.testing.RedisStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** People who meet, talk and part, by the scripts that gateways and matchers run. */
final class Strangers implements AutoCloseable {
    private static final String GATEWAY = "here";
    private static final int MESSAGES = 7;

    private final Vertx vertx = Vertx.vertx();
    private final RedisLink link;
    private final ShardState state;
    private final ShardUpkeep upkeep;

    private Strangers(RedisStore redis) {
        StateSettings settings = StateSettings.read(SettingsReader.of(Map.of("TANDEM_GATEWAY_LEASE", "10m")));
        Keys keys = Shards.of(1).keys(0);
        link = RedisLink.open(vertx, RedisSettings.standalone(redis.url()), LinkOptions.commands());
        state = new ShardState(link::send, keys, settings);
        upkeep = new ShardUpkeep(link::send, keys, settings);
    }

    static Strangers of(RedisStore redis) {
        Strangers strangers = new Strangers(redis);
        Awaitility.await().until(strangers.link::connected);
        ok(strangers.state.register(GATEWAY));
        return strangers;
    }

    /** So many times, two new people meet, one says a few things, and leaves. */
    void talk(int times) {
        for (int i = 0; i < times; i++) {
            talk();
        }
    }

    private void talk() {
        Owner one = somebody();
        Owner other = somebody();
        String conversation = upkeep.pair(List.of(one.user(), other.user()), false)
                .await()
                .getFirst()
                .conversation();
        for (int i = 0; i < MESSAGES; i++) {
            String id = UUID.randomUUID().toString();
            Buffer prefix = Buffer.buffer("{\"id\":\"" + id + "\"");
            ok(state.sendMessage(one, SendRequest.text(conversation, id, prefix, 0)));
        }
        ok(state.leave(one, conversation));
        ok(state.disconnect(one.user(), one.connection(), GATEWAY));
        ok(state.disconnect(other.user(), other.connection(), GATEWAY));
    }

    private Owner somebody() {
        Owner owner = new Owner(UUID.randomUUID().toString(), Ids.connectionId(), new Beliefs());
        ok(state.connect(new ConnectRequest(owner.user(), GATEWAY, owner.connection(), null, null), owner.beliefs()));
        ok(state.joinQueue(owner, List.of()));
        return owner;
    }

    private static <T> T ok(Future<Outcome<T>> outcome) {
        return switch (outcome.await()) {
            case Outcome.Ok<T>(T value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }

    @Override
    public void close() {
        link.close().await();
        vertx.close().await();
    }
}
