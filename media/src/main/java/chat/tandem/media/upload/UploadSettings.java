package chat.tandem.media.upload;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.state.UploadState;
import java.time.Duration;

/**
 * How long the parts of an upload last.
 *
 * @param urlLife how long bytes may be brought, 1 s to 1 h
 * @param unsent how long a completed picture may be sent for the first time, 1 s to 6 d
 * @param sweepEvery how often what nobody needs is looked for, 1 s to 1 d
 * @param limit on the uploads of one user
 */
public record UploadSettings(Duration urlLife, Duration unsent, Duration sweepEvery, RateLimit limit) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int PATIENCE = 12;
    private static final int MARGIN = 12;

    /** The defaults of the settings table. */
    public static UploadSettings defaults() {
        return new UploadSettings(
                Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofHours(6), RateLimit.parse("20/h"));
    }

    /**
     * Reads them.
     *
     * @throws chat.tandem.common.config.BadSettingException when one cannot be used
     */
    public static UploadSettings read(SettingsReader reader) {
        UploadSettings usual = defaults();
        return new UploadSettings(
                reader.duration("TANDEM_UPLOAD_TTL", usual.urlLife, SECOND, Duration.ofHours(1)),
                reader.duration("TANDEM_UPLOAD_UNSENT", usual.unsent, SECOND, Duration.ofDays(6)),
                reader.duration("TANDEM_UPLOAD_SWEEP", usual.sweepEvery, SECOND, Duration.ofDays(1)),
                reader.rate("TANDEM_LIMIT_UPLOADS", usual.limit));
    }

    /** How long an upload is known before it is completed, and its bytes are kept: an hour, as a rule. */
    public Duration uncompleted() {
        return urlLife.multipliedBy(PATIENCE);
    }

    /** After how long a picture that no message names is not needed: a day and two hours, as a rule. */
    public Duration unreferenced() {
        return unsent.plus(unsent.dividedBy(MARGIN));
    }

    /** As the scripts get them. */
    public UploadState.Rules rules() {
        return new UploadState.Rules(limit, uncompleted(), unsent);
    }
}
