package chat.tandem.common.state;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.config.SettingsReader;

/**
 * The limits on one user, whatever connections and gateways that user has.
 *
 * @param messages on messages
 * @param bytes on the bytes of messages: the data of {@code receive-message} as UTF-8
 * @param joins on {@code join-queue} and {@code next}
 * @param questions on what other services answer, over all transports together
 */
public record UserLimits(RateLimit messages, RateLimit bytes, RateLimit joins, RateLimit questions) {

    /** No limit at all. */
    public static final UserLimits OFF = new UserLimits(RateLimit.OFF, RateLimit.OFF, RateLimit.OFF, RateLimit.OFF);

    /** The defaults of the settings table. */
    public static UserLimits defaults() {
        return new UserLimits(
                RateLimit.parse("10/s burst 60"),
                RateLimit.parseBytes("64KiB/s burst 512KiB"),
                RateLimit.parse("1/s burst 20"),
                RateLimit.parse("3/s burst 30"));
    }

    /** Reads them from the environment or the file. */
    static UserLimits read(SettingsReader reader) {
        UserLimits standard = defaults();
        return new UserLimits(
                reader.rate("TANDEM_LIMIT_MESSAGES", standard.messages),
                reader.byteRate("TANDEM_LIMIT_BYTES", standard.bytes),
                reader.rate("TANDEM_LIMIT_JOINS", standard.joins),
                reader.rate("TANDEM_LIMIT_QUESTIONS", standard.questions));
    }
}
