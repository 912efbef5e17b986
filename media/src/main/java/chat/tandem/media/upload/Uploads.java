package chat.tandem.media.upload;

import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import chat.tandem.common.state.Upload;
import chat.tandem.common.state.UploadState;
import chat.tandem.media.store.ObjectKeys;
import chat.tandem.media.store.ObjectStore;
import chat.tandem.media.store.Pulse;
import chat.tandem.media.store.Signer;
import chat.tandem.media.store.StoreThreads;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads of one shard's users. What is known of an upload is in Redis and in the store, and nothing here, so any
 * instance goes on where another stopped, and two that do the same come to one answer.
 */
public final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final UploadState state;
    private final StoreRoom room;
    private final Inspection inspection;

    /**
     * What all shards share.
     *
     * @param threads on which is waited for the store
     * @param store the objects
     * @param pulse whether the store is there
     * @param signer of the addresses that clients use
     * @param served with what the addresses of pictures begin, up to the key
     */
    public record StoreRoom(StoreThreads threads, ObjectStore store, Pulse pulse, Signer signer, String served) {}

    /** @param state what the shard knows */
    public Uploads(UploadState state, StoreRoom room) {
        this.state = state;
        this.room = room;
        this.inspection = new Inspection(room.store());
    }

    /**
     * An upload that may begin.
     *
     * @param address where the bytes are to be brought
     */
    public record Announced(String upload, Signer.Address address) {}

    /**
     * Announces an upload. Fails where the store gives no sign of life: an address that leads nowhere helps nobody.
     *
     * @param user whose it is
     * @param sha256 of the bytes, in base64, where the client gives it
     */
    public Future<Outcome<Announced>> request(String user, String contentType, long size, @Nullable String sha256) {
        return room.pulse().alive().compose(there -> {
            String id = UUID.randomUUID().toString();
            Signer.Address address = room.signer().upload(ObjectKeys.staging(id), contentType, size, sha256);
            Upload upload = Upload.announced(id, contentType, size, sha256, address.expiresAt());
            return state.request(user, upload).map(noted -> noted.map(done -> new Announced(id, address)));
        });
    }

    /** Completes an upload, or finds that it is; fails with {@link RejectedException} where the bytes are not right. */
    Future<Outcome<Upload.Completed>> complete(String user, String id) {
        return state.find(user, id).compose(found -> switch (found) {
            case Outcome.Ok<Upload>(var upload) -> complete(user, upload);
            case Outcome.Refused<Upload>(var refusal) -> Future.succeededFuture(new Outcome.Refused<>(refusal));
        });
    }

    private Future<Outcome<Upload.Completed>> complete(String user, Upload upload) {
        if (upload.completed() != null) {
            return Future.succeededFuture(new Outcome.Ok<>(upload.completed()));
        }
        return room.threads()
                .run(() -> inspection.serve(upload))
                .compose(key -> finish(user, upload, key), failure -> unlessCompleted(user, upload, failure));
    }

    private Future<Outcome<Upload.Completed>> finish(String user, Upload upload, String key) {
        Upload.Completed ours = new Upload.Completed(key, JsonText.quote(room.served() + key));
        return state.complete(user, upload.id(), ours).onSuccess(outcome -> {
            boolean isOurs = outcome instanceof Outcome.Ok<Upload.Completed>(var first) && first.equals(ours);
            drop(isOurs ? ObjectKeys.staging(upload.id()) : key);
        });
    }

    /** Perhaps another instance was faster and has taken the bytes away. */
    private Future<Outcome<Upload.Completed>> unlessCompleted(String user, Upload upload, Throwable failure) {
        if (!(failure instanceof RejectedException)) {
            return Future.failedFuture(failure);
        }
        return state.find(user, upload.id())
                .compose(found -> found instanceof Outcome.Ok<Upload>(var now) && now.completed() != null
                        ? Future.succeededFuture(new Outcome.Ok<>(now.completed()))
                        : Future.failedFuture(failure));
    }

    /** What is not deleted now is found by a sweep. */
    private void drop(String key) {
        room.threads()
                .run(() -> room.store().delete(key))
                .onFailure(fault -> LOG.debug("Left to the sweep: {}", fault.getMessage()));
    }

    /** Signs an address for fetching a picture. */
    public Outcome<Signer.Address> download(String key) {
        return ObjectKeys.isServed(key)
                ? new Outcome.Ok<>(room.signer().download(key))
                : new Outcome.Refused<>(new Refusal(Refusal.Kind.NOT_FOUND, 0));
    }
}
