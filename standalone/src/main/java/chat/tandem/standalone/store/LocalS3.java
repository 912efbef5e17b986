package chat.tandem.standalone.store;

import chat.tandem.common.protocol.ProtocolLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An S3 server over {@code DATA/objects}, in this process: what it was given is on disk when it answers, so there is
 * nothing to bring down in order. Browsers talk to it themselves, so it listens where the page does. What somebody signed
 * in a header is read whole before the signature is looked at: so it is as large as an image at most, and there are as many
 * at once as threads. Uploads are signed in their address, and are refused or written as they come.
 */
final class LocalS3 {
    private static final Logger LOG = LoggerFactory.getLogger(LocalS3.class);
    private static final String ACCESS_KEY = "tandem";
    private static final String BUCKET = "tandem";
    private static final String REGION = "us-east-1";
    private static final List<String> METHODS = List.of("PUT", "GET");
    private static final List<String> HEADERS = List.of("content-type", "x-amz-checksum-sha256");
    private static final int THREADS = 16;
    private static final long DRAIN_MS = 2_000;

    private final S3Proxy server;
    private final Map<String, String> addresses;

    private LocalS3(S3Proxy server, Map<String, String> addresses) {
        this.server = server;
        this.addresses = addresses;
    }

    static LocalS3 start(DataFolder data, String secretKey, PageHost page, int port) throws IOException {
        CrossOriginResourceSharing pages =
                new CrossOriginResourceSharing(page.originPatterns(), METHODS, HEADERS, List.of(), "");
        Path objects = data.folder("objects");
        Files.createDirectories(objects.resolve(BUCKET));
        S3Proxy server = S3Proxy.builder()
                .endpoint(URI.create(page.listening(port)))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, secretKey)
                .blobStore(new FilesystemNio2BlobStore(objects.toString()))
                .corsRules(pages)
                .v4MaxNonChunkedRequestSize(ProtocolLimits.IMAGE_BYTES)
                .jettyMaxThreads(THREADS)
                .stopTimeout(DRAIN_MS)
                .build();
        try {
            server.start();
        } catch (Exception fault) {
            throw new IOException("the object store did not start: " + fault.getMessage(), fault);
        }
        return new LocalS3(server, addresses(secretKey, page, port));
    }

    private static Map<String, String> addresses(String secretKey, PageHost page, int port) {
        Map<String, String> addresses = new TreeMap<>();
        addresses.put("TANDEM_S3_ENDPOINT", page.here(port));
        addresses.put("TANDEM_S3_PUBLIC_ENDPOINT", page.reached(port));
        addresses.put("TANDEM_S3_REGION", REGION);
        addresses.put("TANDEM_S3_BUCKET", BUCKET);
        addresses.put("TANDEM_S3_PATH_STYLE", "true");
        addresses.put("TANDEM_S3_ACCESS_KEY", ACCESS_KEY);
        addresses.put("TANDEM_S3_SECRET_KEY", secretKey);
        addresses.put("TANDEM_S3_CORS_ORIGINS", "off");
        return addresses;
    }

    Map<String, String> addresses() {
        return addresses;
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception fault) {
            LOG.warn("The object store did not stop in order", fault);
        }
    }
}
