package chat.tandem.media;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.redis.RedisSettings;

/**
 * What the media service goes by. The settings of the object store come with the uploads themselves.
 *
 * @param redis where its requests come from
 */
public record MediaSettings(RedisSettings redis) {

    /**
     * Reads them.
     *
     * @throws chat.tandem.common.config.BadSettingException when one cannot be used
     */
    public static MediaSettings read(SettingsReader reader) {
        return new MediaSettings(RedisSettings.read(reader));
    }
}
