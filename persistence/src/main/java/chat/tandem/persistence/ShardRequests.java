package chat.tandem.persistence;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.RequestMeters;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.persistence.conversations.Conversations;
import chat.tandem.persistence.conversations.ConversationsQuery;
import chat.tandem.persistence.conversations.StoredConversations;
import chat.tandem.persistence.erasure.Erasure;
import chat.tandem.persistence.export.Export;
import chat.tandem.persistence.history.History;
import chat.tandem.persistence.history.HistoryQuery;
import chat.tandem.persistence.history.StoredMessages;
import chat.tandem.persistence.request.BadFieldException;
import chat.tandem.persistence.request.NotFoundException;
import chat.tandem.persistence.request.RequestFields;
import chat.tandem.persistence.request.UserTurns;
import chat.tandem.persistence.store.Fault;
import chat.tandem.persistence.store.Pools;
import chat.tandem.persistence.uploads.Images;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what is asked of persistence in one shard. A question is answered once, or not at all. Nobody's questions keep
 * those of others waiting: where many are under way, there are a few of each user. What takes long (export, erasure, and what media asks
 * for its sweeps) has places of its own.
 */
final class ShardRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ShardRequests.class);

    private static final int REQUESTS_PER_BATCH = 32;
    private static final int BATCHES_AT_ONCE = 4;

    /** Beyond this many questions, nothing more is read until some are answered. */
    private static final int MOST_UNDER_WAY = 1_024;

    /** Beyond this many, a user has a few under way at once only. */
    private static final int FREE_PLACES = 256;

    private static final int MOST_OF_ONE_USER = 4;
    private static final int MOST_WAITING_OF_ONE_USER = 64;

    /** Beyond this many, further ones are unavailable: who asks for them tries again. */
    private static final int MOST_LONG_ONES = 64;

    private static final long RETRY_AFTER_MS = 1_000;

    /** An answer needs some of the time that is left to travel. */
    private static final long TRAVEL_MS = 250;

    private static final long MOST_PATIENCE_MS = 10_000;

    private static final Set<String> TYPES =
            Set.of("history", "conversations", "export", "is-known", "erase", "find-unreferenced", "objects-deleted");

    private static final Set<String> QUESTIONS = Set.of("history", "conversations");

    private static final Buffer NOTHING = Buffer.buffer("{}");

    private final ShardBus bus;
    private final RequestMeters meters;
    private final History history;
    private final Conversations conversations;
    private final Images images;
    private final Export export;
    private final Erasure erasure;
    private final WorkReader<ServiceRequest> reader;
    private final UserTurns turns = new UserTurns(MOST_OF_ONE_USER, MOST_WAITING_OF_ONE_USER, this::hasFreePlaces);
    private final Set<Future<Void>> underWay = new HashSet<>();
    private int questions;
    private int longOnes;
    private Promise<Void> room = Promise.promise();

    /**
     * @param vertx where it runs, on the context of the shard's bus
     * @param bus the shard
     * @param settings how long things may take
     * @param pools where the answers are
     * @param images of all shards
     * @param erasure of all shards
     */
    ShardRequests(
            Vertx vertx, ShardBus bus, PersistenceSettings settings, Pools pools, Images images, Erasure erasure) {
        this.meters = new RequestMeters(bus, "persistence", TYPES);
        this.bus = bus;
        this.images = images;
        this.erasure = erasure;
        Duration timeout = settings.postgres().statementTimeout();
        this.history = new History(vertx, bus, new StoredMessages(pools.reads(), timeout));
        this.conversations = new Conversations(vertx, bus, new StoredConversations(pools.reads(), timeout));
        this.export = new Export(vertx, bus, pools.reads(), timeout);
        ReaderOptions options = ReaderOptions.defaults()
                .withCount(REQUESTS_PER_BATCH)
                .withMaxInFlight(BATCHES_AT_ONCE)
                .withLease(settings.readerLease());
        this.reader = WorkReader.create(vertx, bus, Addresses.REQUESTS, options, this::carryOutAll);
    }

    /** Begins to read. */
    Future<Void> start() {
        return reader.start();
    }

    /** Stops reading, and answers what was read. */
    Future<Void> stop() {
        return reader.stop().eventually(() -> Future.join(List.copyOf(underWay)));
    }

    /** A batch is over when its requests are under way, so that one that waits keeps none of the others waiting. */
    private Future<Void> carryOutAll(List<Delivery<ServiceRequest>> deliveries) {
        deliveries.forEach(delivery -> begin(delivery.entry()));
        return questions < MOST_UNDER_WAY ? Future.succeededFuture() : room.future();
    }

    private void begin(ServiceRequest request) {
        Future<Void> carriedOut = QUESTIONS.contains(request.type())
                ? turns.carryOut(request.user(), () -> question(request))
                        .orElseGet(() -> refuse(request, ProtocolError.rateLimited(RETRY_AFTER_MS)))
                : longOne(request);
        underWay.add(carriedOut);
        carriedOut.onComplete(over -> underWay.remove(carriedOut));
    }

    private boolean hasFreePlaces() {
        return questions < FREE_PLACES;
    }

    private Future<Void> question(ServiceRequest request) {
        if (bus.clock().now() > request.deadline()) {
            return Future.succeededFuture(); // It has waited for its turn, and nobody waits for it any more.
        }
        questions++;
        return carryOut(request).onComplete(over -> {
            questions--;
            if (questions < MOST_UNDER_WAY) {
                Promise<Void> full = room;
                room = Promise.promise();
                full.complete();
            }
        });
    }

    private Future<Void> longOne(ServiceRequest request) {
        if (longOnes >= MOST_LONG_ONES) {
            return refuse(request, ProtocolError.unavailable(RETRY_AFTER_MS));
        }
        longOnes++;
        return carryOut(request).onComplete(over -> longOnes--);
    }

    private Future<Void> refuse(ServiceRequest request, ProtocolError error) {
        return request.inbox().isEmpty()
                ? Future.succeededFuture()
                : bus.replyError(request, Buffer.buffer(error.toJson()));
    }

    private Future<Void> carryOut(ServiceRequest request) {
        Future<Buffer> answer = meters.measured(request, answer(request), page -> true);
        return request.inbox().isEmpty()
                ? answer.<Void>mapEmpty().otherwiseEmpty()
                : answer.compose(data -> bus.reply(request, data), failure -> bus.replyError(request, error(failure)));
    }

    private Future<Buffer> answer(ServiceRequest request) {
        try {
            return switch (request.type()) {
                case "history" -> history.page(user(request), HistoryQuery.parse(fields(request)), patienceMs(request));
                case "conversations" ->
                    conversations.page(user(request), ConversationsQuery.parse(fields(request)), patienceMs(request));
                case "export" ->
                    export.page(user(request), fields(request).optionalText("cursor"), patienceMs(request));
                case "is-known" ->
                    erasure.knows(user(request), patienceMs(request))
                            .map(known -> new JsonObject().put("known", known).toBuffer());
                case "erase" -> erase(request).map(NOTHING);
                case "find-unreferenced" ->
                    images.unreferenced().find(fields(request).texts("keys")).map(NOTHING);
                case "objects-deleted" ->
                    images.doomed().gone(fields(request).texts("keys")).map(NOTHING);
                default -> Future.failedFuture(new UnsupportedOperationException(request.type()));
            };
        } catch (BadFieldException | DecodeException | IllegalArgumentException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<Void> erase(ServiceRequest request) {
        Long moment = fields(request).optionalWhole("moment", 0, Long.MAX_VALUE);
        return moment == null
                ? Future.failedFuture(new BadFieldException("moment"))
                : erasure.erase(user(request), moment, patienceMs(request));
    }

    private static UUID user(ServiceRequest request) {
        return UUID.fromString(request.user());
    }

    private static RequestFields fields(ServiceRequest request) {
        return new RequestFields(new JsonObject(request.data()));
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
            case IllegalArgumentException noUser -> ProtocolError.internal();
            case UnsupportedOperationException unknown -> ProtocolError.internal();
            default -> {
                LOG.debug("An answer is not to be had: {}", Fault.reason(failure));
                yield ProtocolError.unavailable(RETRY_AFTER_MS);
            }
        };
        return Buffer.buffer(error.toJson());
    }
}
