package chat.tandem.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "TANDEM_S3_ENDPOINT", "https://s3.example.org:9000/",
            "TANDEM_S3_BUCKET", "tandem",
            "TANDEM_S3_ACCESS_KEY", "key",
            "TANDEM_S3_SECRET_KEY", "secret");

    @Test
    void theLeastIsEnough() {
        MediaSettings settings = read(Map.of());

        assertThat(settings.s3().endpoint()).isEqualTo(URI.create("https://s3.example.org:9000"));
        assertThat(settings.s3().publicEndpoint()).isEqualTo(settings.s3().endpoint());
        assertThat(settings.s3().pathStyle()).isTrue();
        assertThat(settings.s3().region()).isEqualTo("us-east-1");
        assertThat(settings.s3().corsOrigins()).containsExactly("*");
        assertThat(settings.uploads().uncompleted()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.uploads().unreferenced()).isEqualTo(Duration.ofHours(26));
        assertThat(settings.served()).isEqualTo("/media/");
        assertThat(settings.s3().toString()).doesNotContain("secret");
    }

    @Test
    void withoutAnEndpointItIsAws() {
        MediaSettings settings = read(Map.of("TANDEM_S3_ENDPOINT", "", "TANDEM_S3_REGION", "eu-central-1"));

        assertThat(settings.s3().endpoint()).isNull();
        assertThat(settings.s3().pathStyle()).isFalse();
    }

    @Test
    void anOpenAddressMayHaveAPath() {
        assertThat(read(Map.of("TANDEM_S3_PUBLIC_URL", "https://cdn.example.org/pictures/"))
                        .served())
                .isEqualTo("https://cdn.example.org/pictures/");
    }

    @Test
    void theBucketsRuleMayBeLeftAlone() {
        assertThat(read(Map.of("TANDEM_S3_CORS_ORIGINS", "off")).s3().corsOrigins())
                .isEmpty();
        assertThat(read(Map.of("TANDEM_S3_CORS_ORIGINS", "https://a.example, https://b.example:8443/"))
                        .s3()
                        .corsOrigins())
                .containsExactly("https://a.example", "https://b.example:8443");
    }

    @ParameterizedTest
    @CsvSource({
        "TANDEM_S3_ENDPOINT, s3.example.org",
        "TANDEM_S3_ENDPOINT, ftp://s3.example.org",
        "TANDEM_S3_ENDPOINT, https://s3.example.org/bucket",
        "TANDEM_S3_ENDPOINT, https://user@s3.example.org",
        "TANDEM_S3_ENDPOINT, https://s3 example",
        "TANDEM_S3_PUBLIC_ENDPOINT, //s3.example.org",
        "TANDEM_S3_PUBLIC_URL, https://s3.example.org/?x=1",
        "TANDEM_S3_REGION, Frankfurt am Main",
        "TANDEM_S3_BUCKET, My_Bucket",
        "TANDEM_S3_BUCKET, a",
        "TANDEM_S3_PATH_STYLE, perhaps",
        "TANDEM_S3_CORS_ORIGINS, example.org",
        "TANDEM_UPLOAD_TTL, 2h",
        "TANDEM_UPLOAD_UNSENT, 8d",
        "TANDEM_UPLOAD_SWEEP, 0s",
        "TANDEM_LIMIT_UPLOADS, many"
    })
    void aBadValueIsOneLineThatNamesTheKey(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TANDEM_S3_BUCKET", "TANDEM_S3_ACCESS_KEY", "TANDEM_S3_SECRET_KEY"})
    void whatIsMissingIsNamed(String key) {
        assertThatThrownBy(() -> read(Map.of(key, "")))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("is needed");
    }

    private static MediaSettings read(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(LEAST);
        values.putAll(changes);
        return MediaSettings.read(SettingsReader.of(values));
    }
}
