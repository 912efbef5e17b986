package chat.tandem.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageOriginsTest {
    private static StorageOrigins read(Map<String, String> settings) {
        return StorageOrigins.read(SettingsReader.of(settings));
    }

    @Test
    void withoutAStorageThePageMayTalkToItsOwnServerOnly() {
        assertThat(read(Map.of()).policy())
                .contains("img-src 'self' blob:;", "connect-src 'self';", "default-src 'none'");
    }

    @Test
    void theBucketIsInTheHostUnlessItIsInThePath() {
        Map<String, String> hosted = Map.of(
                "TANDEM_S3_BUCKET", "pictures",
                "TANDEM_S3_ENDPOINT", "https://S3.example.org:443/",
                "TANDEM_S3_PATH_STYLE", "false");
        assertThat(read(hosted).uploads()).containsExactly("https://pictures.s3.example.org:443");
        assertThat(read(Map.of(
                                "TANDEM_S3_BUCKET", "pictures",
                                "TANDEM_S3_ENDPOINT", "http://127.0.0.1:9000"))
                        .uploads())
                .containsExactly("http://127.0.0.1:9000");
    }

    @Test
    void withoutAnEndpointTheStorageIsAmazons() {
        assertThat(read(Map.of("TANDEM_S3_BUCKET", "pictures", "TANDEM_S3_REGION", "eu-central-1"))
                        .uploads())
                .containsExactly("https://pictures.s3.eu-central-1.amazonaws.com");
        assertThat(read(Map.of("TANDEM_S3_BUCKET", "pictures", "TANDEM_S3_REGION", "us-east-1"))
                        .uploads())
                .containsExactly("https://pictures.s3.amazonaws.com");
    }

    @Test
    void aPublicAddressIsForShowingOnly() {
        StorageOrigins origins = read(Map.of(
                "TANDEM_S3_BUCKET", "pictures",
                "TANDEM_S3_ENDPOINT", "https://s3.example.org",
                "TANDEM_S3_PATH_STYLE", "true",
                "TANDEM_S3_PUBLIC_URL", "https://cdn.example.org/pictures/"));
        assertThat(origins.uploads()).containsExactly("https://s3.example.org");
        assertThat(origins.images()).containsExactly("https://s3.example.org", "https://cdn.example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "TANDEM_S3_ENDPOINT, s3.example.org",
        "TANDEM_S3_ENDPOINT, 'https://a b'",
        "TANDEM_S3_PUBLIC_ENDPOINT, ftp://s3.example.org",
        "TANDEM_S3_PUBLIC_URL, /media/",
        "TANDEM_S3_PUBLIC_URL, \"https:\"",
        "TANDEM_S3_PATH_STYLE, perhaps"
    })
    void whatIsNoAddressIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOfSatisfying(
                        BadSettingException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo(key));
    }
}
