package chat.tandem.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersistenceSettingsTest {

    private static final String URL = "postgresql://me:s3cret@localhost/chat";

    @Test
    void anAddressOfPostgresIsEnough() {
        var settings = PersistenceSettings.read(SettingsReader.of(Map.of("TANDEM_POSTGRES_URL", URL)));

        assertThat(settings.batch()).isEqualTo(PersistenceSettings.BATCH);
        assertThat(settings.postgres().address().database()).isEqualTo("chat");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void aMissingOrMalformedAddressIsRefusedByItsKey() {
        assertThatThrownBy(() -> PersistenceSettings.read(SettingsReader.of(Map.of())))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("TANDEM_POSTGRES_URL: must look like");
        assertThatThrownBy(() -> PersistenceSettings.read(
                        SettingsReader.of(Map.of("TANDEM_POSTGRES_URL", "postgresql://:s3cret@"))))
                .hasMessageStartingWith("TANDEM_POSTGRES_URL: must look like")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void numbersOutOfRangeAreRefusedByTheirKey() {
        assertThatThrownBy(() -> PersistenceSettings.read(
                        SettingsReader.of(Map.of("TANDEM_POSTGRES_URL", URL, "TANDEM_WRITE_BATCH", "0"))))
                .hasMessageStartingWith("TANDEM_WRITE_BATCH: ");
        assertThatThrownBy(() -> PersistenceSettings.read(
                        SettingsReader.of(Map.of("TANDEM_POSTGRES_URL", URL, "TANDEM_READER_LEASE", "1ms"))))
                .hasMessageStartingWith("TANDEM_READER_LEASE: ");
    }
}
