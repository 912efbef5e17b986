package chat.tandem.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.Config;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandaloneSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"TANDEM_LOG_LEVEL", "TANDEM_LOG_FORMAT", "TANDEM_GRACE", "TANDEM_WRITE_BATCH"})
    void aBadSettingOfAnyPartIsRefusedBeforeAnythingStarts(String key) {
        Config given = new Config(Map.of(key, "loud"));

        assertThatThrownBy(() -> StandaloneSettings.of(given))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining(key);
    }
}
