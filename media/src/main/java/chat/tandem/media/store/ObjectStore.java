package chat.tandem.media.store;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of one bucket. Every method blocks, for 6 s at most, and throws {@link StoreFaultException} where the store
 * did not do it: call it from {@link StoreThreads}. Safe for all threads.
 */
public final class ObjectStore implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int ATTEMPTS = 2;

    /** Whoever waits for a sign of life waits in the foreground. */
    private static final Duration PULSE_PATIENCE = Duration.ofSeconds(1);

    /** What caches may keep: never longer than somebody who deletes a picture can wait. */
    private static final String KEPT_FOR_A_DAY = "max-age=86400";

    private static final int BUFFER = 1 << 16;

    private final String bucket;
    private final Metrics metrics;
    private final S3Client client;
    private final S3Client pulse;

    /**
     * @param settings where it is
     * @param metrics where is shown how long it takes
     */
    public ObjectStore(S3Settings settings, Metrics metrics) {
        this.metrics = metrics;
        bucket = settings.bucket();
        client = Clients.client(settings, PATIENCE, ATTEMPTS);
        pulse = Clients.client(settings, PULSE_PATIENCE, 1);
    }

    /** Returns in at most a second, if the bucket is there and answers us. */
    public void answers() {
        attempt("head-bucket", () -> pulse.headBucket(head -> head.bucket(bucket)));
    }

    /** What the store says of an object. */
    public StoredObject look(String key) {
        HeadObjectResponse head = attempt(
                "head",
                () -> client.headObject(
                        request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED)));
        return new StoredObject(
                key, head.contentLength(), head.eTag(), head.lastModified(), head.contentType(), head.checksumSHA256());
    }

    /** A part of an object, if it is still the same. */
    public byte[] read(StoredObject object, long from, int length) {
        GetObjectRequest request =
                same(object).range("bytes=" + from + "-" + (from + length - 1)).build();
        return attempt(
                "read",
                () -> client.getObject(request, ResponseTransformer.toBytes()).asByteArrayUnsafe());
    }

    /** The checksum of an object in base64, if it is still the same; all of it is read, and nothing kept. */
    public String sha256(StoredObject object) {
        return attempt(
                "digest",
                () -> client.getObject(
                        same(object).build(),
                        (response, content) -> Base64.getEncoder().encodeToString(digest(content))));
    }

    private GetObjectRequest.Builder same(StoredObject object) {
        return GetObjectRequest.builder().bucket(bucket).key(object.key()).ifMatch(object.etag());
    }

    private static byte[] digest(InputStream content) throws IOException {
        try (DigestInputStream digesting = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[BUFFER];
            while (digesting.read(buffer) >= 0) {
                // The digest is taken on the way.
            }
            return digesting.getMessageDigest().digest();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /**
     * Copies an object, if it is still the same. Of what the client said of it, nothing comes along.
     *
     * @param contentType under which it is served from now on
     */
    public void copy(StoredObject object, String to, String contentType) {
        attempt(
                "copy",
                () -> client.copyObject(copy -> copy.sourceBucket(bucket)
                        .sourceKey(object.key())
                        .copySourceIfMatch(object.etag())
                        .destinationBucket(bucket)
                        .destinationKey(to)
                        .metadataDirective(MetadataDirective.REPLACE)
                        .contentType(contentType)
                        .cacheControl(KEPT_FOR_A_DAY)));
    }

    /** Deletes an object; one that is gone already is as good. One by one, as stores differ in how they take many. */
    public void delete(String key) {
        attempt(
                "delete",
                () -> client.deleteObject(delete -> delete.bucket(bucket).key(key)));
    }

    /**
     * Some keys in their order.
     *
     * @param keys at most 1,000
     * @param next where the next ones begin; null where these were the last
     */
    public record Page(List<Listed> keys, @Nullable String next) {}

    /**
     * An object in a list.
     *
     * @param modified when it was written
     */
    public record Listed(String key, Instant modified) {}

    /** The objects whose keys begin with a prefix, page by page. */
    public Page list(String prefix, @Nullable String from) {
        ListObjectsV2Response page = attempt(
                "list",
                () -> client.listObjectsV2(
                        list -> list.bucket(bucket).prefix(prefix).continuationToken(from)));
        return new Page(
                page.contents().stream().map(ObjectStore::listed).toList(),
                Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null);
    }

    private static Listed listed(S3Object object) {
        return new Listed(object.key(), object.lastModified());
    }

    /** Does something else with the bucket. */
    void with(Consumer<S3Client> deed) {
        attempt("setup", () -> {
            deed.accept(client);
            return true;
        });
    }

    private <T> T attempt(String operation, Supplier<T> call) {
        long begun = System.nanoTime();
        String outcome = "failed";
        try {
            T result = call.get();
            outcome = "done";
            return result;
        } catch (SdkException fault) {
            throw StoreFaultException.of(fault);
        } finally {
            metrics.timer(Metric.STORAGE, operation, outcome).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        client.close();
        pulse.close();
    }
}
