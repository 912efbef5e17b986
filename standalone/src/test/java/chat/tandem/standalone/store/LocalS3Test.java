package chat.tandem.standalone.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.protocol.ProtocolLimits;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class LocalS3Test {
    private static final String SECRET = "a-secret-of-this-test-alone";
    private static final DateTimeFormatter AWS_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder = Path.of("");

    private @Nullable DataFolder data;
    private @Nullable LocalS3 server;
    private URI address = URI.create("http://127.0.0.1");

    @BeforeEach
    void start() throws Exception {
        int port = LocalPort.free();
        data = DataFolder.take(folder.resolve("data"));
        server = LocalS3.start(data, SECRET, new PageHost("127.0.0.1", "", List.of()), port);
        address = URI.create("http://127.0.0.1:" + port);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        if (server != null) {
            server.stop();
        }
        if (data != null) {
            data.close();
        }
    }

    private HttpResponse<String> put(URI place, int bytes, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(place)
                .timeout(Duration.ofSeconds(60))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * Announces an upload, with a signature that looks like one and is none, and sends nothing of it.
     *
     * @return the answer
     */
    private String forged(int bytes) throws Exception {
        String now = ZonedDateTime.now(ZoneOffset.UTC).format(AWS_TIME);
        String head = """
                PUT /tandem/forged HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Connection: close\r
                Content-Length: %d\r
                x-amz-date: %s\r
                x-amz-content-sha256: %s\r
                Authorization: AWS4-HMAC-SHA256 Credential=tandem/%s/us-east-1/s3/aws4_request, \
                SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=%s\r
                \r
                """.formatted(address.getPort(), bytes, now, "0".repeat(64), now.substring(0, 8), "0".repeat(64));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @Test
    void whatIsReadBeforeItsSignatureIsLookedAtIsRefusedWhereItIsLargerThanAnImage() throws Exception {
        assertThat(forged(ProtocolLimits.IMAGE_BYTES + 1))
                .startsWith("HTTP/1.1 400")
                .contains("Your request was too big.");
    }

    @Test
    void anAddressThatIsSignedTakesAnImageOfAnySizeAllowed() throws Exception {
        try (S3Presigner signer = S3Presigner.builder()
                .endpointOverride(address)
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("tandem", SECRET)))
                .build()) {
            URI place = signer.presignPutObject(upload -> upload.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(object -> object.bucket("tandem").key("staging/image")))
                    .url()
                    .toURI();
            assertThat(put(place, ProtocolLimits.IMAGE_BYTES).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPageElsewhereMayNotTalkToItWhileItListensToThisMachineAlone() throws Exception {
        assertThat(put(address.resolve("/tandem/x"), 1, "Origin", "https://elsewhere.example")
                        .headers()
                        .firstValue("access-control-allow-origin"))
                .isEmpty();
    }
}
