package chat.tandem.media.store;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The library's clients, made from our settings and from nothing else: no file or variable of AWS' is looked at. */
final class Clients {
    private static final ProfileFile NO_PROFILE = ProfileFile.aggregator().build();

    private Clients() {}

    /**
     * A client that blocks.
     *
     * @param patience for a whole call
     * @param attempts how often it is tried within that
     */
    static S3Client client(S3Settings settings, Duration patience, int attempts) {
        Duration each = patience.dividedBy(attempts);
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .forcePathStyle(settings.pathStyle())
                // What is not needed, stores other than AWS refuse.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(each.dividedBy(2))
                        .socketTimeout(each))
                .overrideConfiguration(overrides(patience, each, attempts));
        return at(builder, settings.endpoint()).build();
    }

    private static S3ClientBuilder at(S3ClientBuilder builder, @Nullable URI endpoint) {
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }

    private static ClientOverrideConfiguration overrides(Duration patience, Duration each, int attempts) {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(patience)
                .apiCallAttemptTimeout(each)
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(attempts)
                        .build())
                .defaultProfileFile(NO_PROFILE)
                .build();
    }

    /** What signs addresses, for the host that clients reach. */
    static S3Presigner presigner(S3Settings settings) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build());
        URI endpoint = settings.publicEndpoint();
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }

    private static StaticCredentialsProvider credentials(S3Settings settings) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    }
}
