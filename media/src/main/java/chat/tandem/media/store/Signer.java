package chat.tandem.media.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Signs addresses with which clients talk to the store themselves. It needs no store for that, and does not block. */
public final class Signer implements AutoCloseable {
    /** How long a picture may be fetched with one address. */
    public static final Duration DOWNLOAD = Duration.ofMinutes(10);

    /** What every HTTP client sets by itself, and no page may. */
    private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");

    private final S3Presigner presigner;
    private final String bucket;
    private final Duration upload;

    /** @param upload how long bytes may be brought with one address */
    public Signer(S3Settings settings, Duration upload) {
        presigner = Clients.presigner(settings);
        bucket = settings.bucket();
        this.upload = upload;
    }

    /**
     * A signed address.
     *
     * @param headers what the client must send with it, names in lower case
     * @param expiresAt until when it is good, in epoch milliseconds
     */
    public record Address(String url, Map<String, String> headers, long expiresAt) {}

    /** For bringing exactly so many bytes of this type, and with this checksum if there is one, under this key. */
    public Address upload(String key, String contentType, long size, @Nullable String sha256) {
        PutObjectRequest put = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(contentType)
                .contentLength(size)
                .checksumSHA256(sha256)
                .build();
        PresignedPutObjectRequest signed = presigner.presignPutObject(
                sign -> sign.signatureDuration(upload).putObjectRequest(put));
        Map<String, String> headers = new TreeMap<>();
        signed.signedHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        headers.keySet().removeAll(OF_THE_CLIENT);
        return new Address(signed.url().toString(), headers, millis(signed.expiration()));
    }

    /** For fetching what lies under this key. */
    public Address download(String key) {
        var signed = presigner.presignGetObject(sign -> sign.signatureDuration(DOWNLOAD)
                .getObjectRequest(get -> get.bucket(bucket).key(key)));
        return new Address(signed.url().toString(), Map.of(), millis(signed.expiration()));
    }

    private static long millis(Instant moment) {
        return moment.toEpochMilli();
    }

    @Override
    public void close() {
        presigner.close();
    }
}
