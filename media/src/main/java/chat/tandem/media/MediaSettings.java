package chat.tandem.media;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.media.store.S3Settings;
import chat.tandem.media.upload.UploadSettings;
import java.time.Duration;

/**
 * What the media service goes by.
 *
 * @param redis where its requests come from
 * @param s3 where pictures lie
 * @param uploads how long the parts of an upload last
 * @param readerLease after how long of silence another instance takes this one's entries over; 500 ms or more
 */
public record MediaSettings(RedisSettings redis, S3Settings s3, UploadSettings uploads, Duration readerLease) {

    /**
     * Reads them.
     *
     * @throws chat.tandem.common.config.BadSettingException when one cannot be used
     */
    public static MediaSettings read(SettingsReader reader) {
        return new MediaSettings(
                RedisSettings.read(reader),
                S3Settings.read(reader),
                UploadSettings.read(reader),
                reader.duration(
                        "TANDEM_READER_LEASE", Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMinutes(10)));
    }

    /** With what the addresses of pictures begin, up to the key. */
    String served() {
        return s3.publicUrl() == null ? "/media/" : s3.publicUrl() + "/";
    }
}
