package chat.tandem.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;

/**
 * A real S3 server of a test's own (S3Proxy in this process over a temporary folder), with one empty bucket. A test may
 * take it away and bring it back; it checks signatures of version 4 and lets pages of any origin in.
 */
public final class S3Store implements AutoCloseable {
    private static final String BUCKET = "tandem-test";
    private static final String REGION = "auto";
    private static final String ACCESS_KEY = "test-access-key";
    private static final String SECRET_KEY = "test-secret-key-of-some-length";
    private static final int THREADS = 32;

    private final int port;
    private final Path folder;
    private S3Proxy server;
    private volatile @Nullable Runnable beforeCopy;

    private S3Store(int port, Path folder) throws IOException {
        this.port = port;
        this.folder = folder;
        server = launch();
    }

    /** Starts one on a free port; its bucket is there. */
    public static S3Store start() {
        try {
            Path folder = Files.createTempDirectory("tandem-s3");
            Files.createDirectory(folder.resolve(BUCKET));
            return new S3Store(Ports.free(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException("S3Proxy did not start", e);
        }
    }

    /** Returns the address, such as {@code http://127.0.0.1:40125}. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns the bucket, which exists and is empty at first. Addresses are of the form {@code endpoint/bucket/key}. */
    public String bucket() {
        return BUCKET;
    }

    /** Returns the region that requests are signed for. */
    public String region() {
        return REGION;
    }

    /** Returns the access key. */
    public String accessKey() {
        return ACCESS_KEY;
    }

    /** Returns the secret key. */
    public String secretKey() {
        return SECRET_KEY;
    }

    /** Returns a new client of it; close it. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Stores an object. */
    public void put(String key, String contentType, byte[] bytes) {
        try (S3Client client = client()) {
            client.putObject(
                    object -> object.bucket(BUCKET).key(key).contentType(contentType), RequestBody.fromBytes(bytes));
        }
    }

    /** Returns what an object holds. */
    public byte[] read(String key) {
        try (S3Client client = client()) {
            return client.getObjectAsBytes(object -> object.bucket(BUCKET).key(key))
                    .asByteArray();
        }
    }

    /** Returns the keys that begin with a prefix, in order. */
    public List<String> keys(String prefix) {
        try (S3Client client = client()) {
            return client.listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix)).contents().stream()
                    .map(object -> object.key())
                    .toList();
        }
    }

    /** Puts an object into the folder behind the server's back: quicker where there are many. */
    public void plant(String key, byte[] bytes, Duration age) {
        try {
            Files.write(folder.resolve(BUCKET).resolve(key), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        age(key, age);
    }

    /** Makes an object older than it is. */
    public void age(String key, Duration age) {
        try {
            Files.setLastModifiedTime(
                    folder.resolve(BUCKET).resolve(key),
                    FileTime.from(Instant.now().minus(age)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs something inside the server before each copy of an object from now on. */
    public void beforeCopy(Runnable deed) {
        beforeCopy = deed;
    }

    /** Takes it away: connections are refused. What it holds stays. */
    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not stop", e);
        }
    }

    /** Brings it back after {@link #stop}, at the same address and with what it held. */
    public void restart() {
        server = launch();
    }

    /** Ends it and removes its folder. */
    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private S3Proxy launch() {
        S3Proxy proxy = S3Proxy.builder()
                .endpoint(URI.create(endpoint()))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .blobStore(new Watched())
                .corsRules(new CrossOriginResourceSharing())
                .jettyMaxThreads(THREADS)
                .stopTimeout(0)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not start", e);
        }
        return proxy;
    }

    /** The folder, with a place for a test between a request to copy and its being carried out. */
    private final class Watched extends ForwardingBlobStore {
        Watched() {
            super(new FilesystemNio2BlobStore(folder.toString()));
        }

        @Override
        public CopyObjectResponse copyBlob(CopyObjectRequest request) {
            Runnable deed = beforeCopy;
            if (deed != null) {
                deed.run();
            }
            return super.copyBlob(request);
        }
    }
}
