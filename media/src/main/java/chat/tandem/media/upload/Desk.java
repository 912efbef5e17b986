package chat.tandem.media.upload;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.RequestMeters;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.redis.RedisUnavailableException;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import chat.tandem.media.store.StoreFaultException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what the gateways of one shard ask of media, each question once. Completing waits for the store and takes
 * seconds where that is slow; so many at a time and no more, for the rest to go on.
 */
public final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private static final Set<String> TYPES =
            Set.of("request-upload", "complete-upload", "sign-download", "delete-objects");
    private static final int QUESTIONS_PER_BATCH = 16;
    /** More than completions, each of which may hold a batch up. */
    private static final int BATCHES_AT_ONCE = 40;

    private static final int COMPLETIONS_AT_ONCE = 32;
    private static final long RETRY_AFTER_MS = 1_000;
    private static final long CONFIRMED_WITHIN_MS = 600_000;

    private final ShardBus bus;
    private final RequestMeters meters;
    private final Uploads uploads;
    private final BiFunction<List<String>, Consumer<List<String>>, Future<Void>> delete;
    private final WorkReader<ServiceRequest> reader;
    private int completing;

    /**
     * Opens none: call {@link #start}.
     *
     * @param bus the shard
     * @param lease after how long of silence others take over
     * @param delete deletes objects that are served no longer, and then tells which are gone; completes when it has been taken
     *     on
     */
    public Desk(
            Vertx vertx,
            ShardBus bus,
            Duration lease,
            Uploads uploads,
            BiFunction<List<String>, Consumer<List<String>>, Future<Void>> delete) {
        this.bus = bus;
        this.meters = new RequestMeters(bus, "media", TYPES);
        this.uploads = uploads;
        this.delete = delete;
        ReaderOptions options = ReaderOptions.defaults()
                .withCount(QUESTIONS_PER_BATCH)
                .withMaxInFlight(BATCHES_AT_ONCE)
                .withLease(lease);
        this.reader = WorkReader.create(vertx, bus, Addresses.MEDIA, options, this::answerAll);
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
        return meters.measured(request, attempt(request), outcome -> outcome instanceof Outcome.Ok)
                .compose(
                        outcome -> switch (outcome) {
                            case Outcome.Ok<JsonObject>(var data) -> reply(request, data.toBuffer());
                            case Outcome.Refused<JsonObject>(var refusal) -> refuse(request, error(refusal));
                        },
                        failure -> refuse(request, error(request, failure)));
    }

    private Future<Outcome<JsonObject>> attempt(ServiceRequest request) {
        try {
            return perform(request, new JsonObject(request.data()));
        } catch (RuntimeException malformed) {
            return Future.failedFuture(malformed);
        }
    }

    private Future<Outcome<JsonObject>> perform(ServiceRequest request, JsonObject data) {
        return switch (request.type()) {
            case "request-upload" ->
                uploads.request(
                                request.user(),
                                data.getString("contentType"),
                                data.getLong("size"),
                                data.getString("sha256"))
                        .map(outcome -> outcome.map(Answers::announced));
            case "complete-upload" -> complete(request, Objects.requireNonNull(data.getString("uploadId")));
            case "sign-download" ->
                Future.succeededFuture(uploads.download(data.getString("key")).map(Answers::signed));
            case "delete-objects" ->
                delete.apply(
                                data.getJsonArray("keys").stream()
                                        .map(String::valueOf)
                                        .toList(),
                                data.getBoolean("confirm", false) ? this::confirm : gone -> {})
                        .map(taken -> new Outcome.Ok<>(new JsonObject()));
            default -> throw new IllegalArgumentException("media is not asked for " + request.type());
        };
    }

    /** Tells persistence. What is lost on the way is asked for again. */
    private void confirm(List<String> gone) {
        if (gone.isEmpty()) {
            return;
        }
        Buffer data = new JsonObject().put("keys", new JsonArray(gone)).toBuffer();
        long deadline = bus.clock().now() + CONFIRMED_WITHIN_MS;
        bus.append(Addresses.REQUESTS, new ServiceRequest("objects-deleted", "", "", deadline, "", data))
                .onFailure(fault -> LOG.debug("Not confirmed: {}", fault.getMessage()));
    }

    private Future<Outcome<JsonObject>> complete(ServiceRequest request, String upload) {
        if (completing >= COMPLETIONS_AT_ONCE) {
            return Future.succeededFuture(new Outcome.Refused<>(new Refusal(Refusal.Kind.UNAVAILABLE, RETRY_AFTER_MS)));
        }
        completing++;
        return uploads.complete(request.user(), upload)
                .onComplete(done -> completing--)
                .map(outcome -> outcome.map(completed -> Answers.completed(upload, completed)));
    }

    private Future<Void> reply(ServiceRequest request, Buffer data) {
        return request.inbox().isEmpty() ? Future.succeededFuture() : bus.reply(request, data);
    }

    private Future<Void> refuse(ServiceRequest request, ProtocolError error) {
        return request.inbox().isEmpty()
                ? Future.succeededFuture()
                : bus.replyError(request, Buffer.buffer(error.toJson()));
    }

    private static ProtocolError error(Refusal refusal) {
        return switch (refusal.kind()) {
            case NOT_FOUND -> ProtocolError.of(ErrorCode.NOT_FOUND, "There is no such upload of yours.");
            case RATE_LIMITED -> ProtocolError.rateLimited(refusal.retryAfterMillis());
            default -> ProtocolError.unavailable(RETRY_AFTER_MS);
        };
    }

    private static ProtocolError error(ServiceRequest request, Throwable failure) {
        return switch (failure) {
            case RejectedException rejected -> ProtocolError.of(ErrorCode.UPLOAD_REJECTED, rejected.reason());
            case StoreFaultException away -> {
                LOG.debug("{} has to wait: {}", request.type(), away.getMessage());
                yield ProtocolError.unavailable(RETRY_AFTER_MS);
            }
            case RedisUnavailableException away -> ProtocolError.unavailable(RETRY_AFTER_MS);
            default -> {
                LOG.warn("{} failed", request.type(), failure);
                yield ProtocolError.internal();
            }
        };
    }
}
