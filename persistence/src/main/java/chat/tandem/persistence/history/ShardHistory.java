package chat.tandem.persistence.history;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.persistence.PersistenceSettings;
import chat.tandem.persistence.history.History.NotFoundException;
import chat.tandem.persistence.history.HistoryQuery.BadFieldException;
import chat.tandem.persistence.store.Fault;
import chat.tandem.persistence.store.Pools;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what the gateways of one shard ask of persistence. A question is answered once, or not at all. */
public final class ShardHistory {

    private static final Logger LOG = LoggerFactory.getLogger(ShardHistory.class);

    private static final int QUESTIONS_PER_BATCH = 32;
    private static final int BATCHES_AT_ONCE = 4;
    private static final long RETRY_AFTER_MS = 1_000;

    /** An answer needs some of the time that is left to travel. */
    private static final long TRAVEL_MS = 250;

    private static final long MOST_PATIENCE_MS = 10_000;

    private final ShardBus bus;
    private final History history;
    private final WorkReader<ServiceRequest> reader;

    /**
     * @param vertx where it runs, on the context of the shard's bus
     * @param bus the shard
     * @param settings how long things may take
     * @param pools where the messages are
     */
    public ShardHistory(Vertx vertx, ShardBus bus, PersistenceSettings settings, Pools pools) {
        this.bus = bus;
        this.history = new History(
                vertx,
                bus,
                new StoredMessages(pools.reads(), settings.postgres().statementTimeout()));
        ReaderOptions options = ReaderOptions.defaults()
                .withCount(QUESTIONS_PER_BATCH)
                .withMaxInFlight(BATCHES_AT_ONCE)
                .withLease(settings.readerLease());
        this.reader = WorkReader.create(vertx, bus, Addresses.REQUESTS, options, this::answerAll);
    }

    /** Begins to read. */
    public Future<Void> start() {
        return reader.start();
    }

    /** Stops reading, and answers what was read. */
    public Future<Void> stop() {
        return reader.stop();
    }

    private Future<Void> answerAll(List<Delivery<ServiceRequest>> deliveries) {
        return Future.join(deliveries.stream()
                        .map(delivery -> answer(delivery.entry()))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> answer(ServiceRequest request) {
        return page(request)
                .compose(page -> bus.reply(request, page), failure -> bus.replyError(request, error(failure)));
    }

    private Future<Buffer> page(ServiceRequest request) {
        if (!request.type().equals("history")) {
            return Future.failedFuture(new UnsupportedOperationException(request.type()));
        }
        try {
            HistoryQuery query = HistoryQuery.parse(new JsonObject(request.data()));
            return history.page(UUID.fromString(request.user()), query, patienceMs(request));
        } catch (BadFieldException | DecodeException | IllegalArgumentException refused) {
            return Future.failedFuture(refused);
        }
    }

    private long patienceMs(ServiceRequest request) {
        return Math.min(request.deadline() - bus.clock().now() - TRAVEL_MS, MOST_PATIENCE_MS);
    }

    private static Buffer error(Throwable failure) {
        ProtocolError error = switch (failure) {
            case BadFieldException bad -> ProtocolError.invalidField(bad.field(), "This field cannot be used.");
            case DecodeException malformed -> ProtocolError.internal();
            case NotFoundException none ->
                ProtocolError.of(ErrorCode.NOT_FOUND, "There is no such conversation of yours.");
            case UnsupportedOperationException unknown -> ProtocolError.internal();
            default -> {
                LOG.debug("History is not to be had: {}", Fault.reason(failure));
                yield ProtocolError.unavailable(RETRY_AFTER_MS);
            }
        };
        return Buffer.buffer(error.toJson());
    }
}
