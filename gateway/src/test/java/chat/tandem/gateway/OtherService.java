package chat.tandem.gateway;

import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.Address;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Shards;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Persistence or media, as a test wants it: reads its address and answers what the test says. */
final class OtherService implements AutoCloseable {
    private final ShardBus bus;
    private final WorkReader<ServiceRequest> reader;
    private final List<ServiceRequest> asked = new CopyOnWriteArrayList<>();
    private volatile Function<ServiceRequest, Object> answers;

    /** @param answers data as a {@link JsonObject}, or a {@link ProtocolError} */
    OtherService(
            Vertx vertx, String redisUrl, Address<ServiceRequest> address, Function<ServiceRequest, Object> answers) {
        this.answers = answers;
        bus = ShardBus.open(
                vertx, RedisSettings.standalone(redisUrl), Shards.of(1).keys(0));
        reader = WorkReader.create(vertx, bus, address, ReaderOptions.defaults(), this::answer);
        await().until(() -> bus.commands().connected());
        GatewayUnderTest.wait(reader.start());
    }

    /** From now on it answers so. */
    void answer(Function<ServiceRequest, Object> other) {
        answers = other;
    }

    /** What it was asked so far. */
    List<ServiceRequest> asked() {
        return List.copyOf(asked);
    }

    private Future<Void> answer(List<Delivery<ServiceRequest>> deliveries) {
        return Future.join(deliveries.stream()
                        .map(delivery -> answer(delivery.entry()))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> answer(ServiceRequest request) {
        asked.add(request);
        return switch (answers.apply(request)) {
            case ProtocolError error -> bus.replyError(request, new JsonObject(error.toJson()).toBuffer());
            case JsonObject data -> bus.reply(request, data.toBuffer());
            default -> Future.succeededFuture();
        };
    }

    @Override
    public void close() {
        GatewayUnderTest.wait(reader.stop());
        GatewayUnderTest.wait(bus.close());
    }
}
