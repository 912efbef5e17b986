package chat.tandem.media.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * Makes the bucket, and the rule that lets pages talk to it, where they are missing and our account may. What fails is
 * one line in the log: an operator may have made both, or will.
 */
public final class BucketSetup {
    private static final Logger LOG = LoggerFactory.getLogger(BucketSetup.class);
    private static final String USUAL_REGION = "us-east-1";
    private static final int KEPT_BY_BROWSERS_SECONDS = 3600;

    private final ObjectStore store;
    private final S3Settings settings;

    /** @param store the bucket */
    public BucketSetup(ObjectStore store, S3Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * Sees to both; blocks.
     *
     * @throws StoreFaultException when the store does not answer at all: try again later
     */
    public void run() {
        try {
            store.answers();
        } catch (StoreFaultException fault) {
            if (!fault.isMissing()) {
                throw fault;
            }
            make();
        }
        if (!settings.corsOrigins().isEmpty()) {
            letPagesIn();
        }
    }

    private void make() {
        try {
            store.with(this::create);
            LOG.info("Made the bucket {}", settings.bucket());
        } catch (StoreFaultException fault) {
            LOG.warn("The bucket {} is missing and could not be made: {}", settings.bucket(), fault.getMessage());
        }
    }

    private void create(S3Client client) {
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(settings.bucket());
        if (settings.endpoint() == null && !settings.region().equals(USUAL_REGION)) {
            request.createBucketConfiguration(CreateBucketConfiguration.builder()
                    .locationConstraint(BucketLocationConstraint.fromValue(settings.region()))
                    .build());
        }
        client.createBucket(request.build());
    }

    /** A rule that is there already is somebody's decision. */
    private void letPagesIn() {
        try {
            if (!hasRule()) {
                store.with(client -> client.putBucketCors(
                        put -> put.bucket(settings.bucket()).corsConfiguration(cors -> cors.corsRules(rule()))));
                LOG.info("Let pages of {} talk to the bucket", settings.corsOrigins());
            }
        } catch (StoreFaultException fault) {
            LOG.info(
                    "Whether pages may talk to the bucket could not be seen to ({}): docs/OPERATIONS.md has the rule",
                    fault.getMessage());
        }
    }

    private boolean hasRule() {
        try {
            store.with(client -> client.getBucketCors(get -> get.bucket(settings.bucket())));
            return true;
        } catch (StoreFaultException fault) {
            if (fault.isMissing()) {
                return false;
            }
            throw fault;
        }
    }

    private CORSRule rule() {
        return CORSRule.builder()
                .allowedOrigins(settings.corsOrigins())
                .allowedMethods("PUT", "GET")
                .allowedHeaders("content-type", "x-amz-checksum-sha256")
                .maxAgeSeconds(KEPT_BY_BROWSERS_SECONDS)
                .build();
    }
}
