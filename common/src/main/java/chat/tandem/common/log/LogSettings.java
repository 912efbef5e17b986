package chat.tandem.common.log;

import chat.tandem.common.config.SettingsReader;
import org.slf4j.event.Level;

/**
 * What is logged, and how.
 *
 * @param level the least level of our own lines; libraries never say more than at {@code INFO}, where they would quote
 *     requests
 * @param format how lines look
 */
public record LogSettings(Level level, LogFormat format) {

    /**
     * Reads {@code TANDEM_LOG_LEVEL} and {@code TANDEM_LOG_FORMAT}.
     *
     * @throws chat.tandem.common.config.BadSettingException when one of them cannot be used
     */
    public static LogSettings read(SettingsReader reader) {
        return new LogSettings(
                reader.choice("TANDEM_LOG_LEVEL", Level.INFO), reader.choice("TANDEM_LOG_FORMAT", LogFormat.TEXT));
    }

    Level librariesLevel() {
        return level.toInt() > Level.INFO.toInt() ? level : Level.INFO;
    }
}
