package chat.tandem.persistence.deadletters;

import chat.tandem.common.bus.DeadLetter;
import chat.tandem.common.bus.DeadLetters;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.service.ServiceMain;
import chat.tandem.common.state.Shards;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The dead letters of all shards, for a command that may block. */
final class Shelves implements AutoCloseable {

    private static final int PAGE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = ServiceMain.vertx();
    private final Map<String, ShardBus> buses = new LinkedHashMap<>();

    private Shelves() {}

    /**
     * Opens them.
     *
     * @throws TimeoutException when Redis does not answer within 10 s
     */
    static Shelves open(RedisSettings settings) throws TimeoutException {
        var shelves = new Shelves();
        try {
            Shards shards = Shards.of(settings.shards());
            for (int index = 0; index < shards.count(); index++) {
                var keys = shards.keys(index);
                shelves.buses.put(keys.name(), ShardBus.open(shelves.vertx, settings, keys));
            }
            for (ShardBus bus : shelves.buses.values()) {
                await(connected(bus));
            }
            return shelves;
        } catch (TimeoutException | RuntimeException failure) {
            shelves.close();
            throw failure;
        }
    }

    private static Future<Void> connected(ShardBus bus) {
        Promise<Void> connected = Promise.promise();
        bus.commands().onStateChange(open -> {
            if (open) {
                connected.tryComplete();
            }
        });
        return connected.future();
    }

    /** Does something with a dead letter of a shard. */
    @FunctionalInterface
    interface Visit {
        void to(LetterId id, DeadLetter letter, DeadLetters shelf) throws TimeoutException;
    }

    /** Visits each that is here now, shard by shard, oldest first. What is put back meanwhile may come again; it waits. */
    void all(Visit visit) throws TimeoutException {
        for (Map.Entry<String, ShardBus> shard : buses.entrySet()) {
            DeadLetters shelf = new DeadLetters(shard.getValue());
            String newest = await(shelf.newest());
            String after = null;
            List<DeadLetter> page = newest == null ? List.of() : await(shelf.page(null, newest, PAGE));
            while (!page.isEmpty()) {
                for (DeadLetter letter : page) {
                    visit.to(new LetterId(shard.getKey(), letter.id()), letter, shelf);
                }
                after = page.getLast().id();
                page = await(shelf.page(after, newest, PAGE));
            }
        }
    }

    /** Visits one; answers whether it is here. */
    boolean one(LetterId id, Visit visit) throws TimeoutException {
        ShardBus bus = buses.get(id.shard());
        if (bus == null) {
            return false;
        }
        DeadLetters shelf = new DeadLetters(bus);
        DeadLetter letter = await(shelf.find(id.id()));
        if (letter == null) {
            return false;
        }
        visit.to(id, letter, shelf);
        return true;
    }

    /** Waits for Redis' answer, 10 s at most. */
    static <T extends @Nullable Object> T await(Future<T> answer) throws TimeoutException {
        return answer.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        buses.values().forEach(bus -> bus.close().await());
        vertx.close().await();
    }
}
