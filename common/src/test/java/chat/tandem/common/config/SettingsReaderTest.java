package chat.tandem.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private static SettingsReader with(String key, String value) {
        return SettingsReader.of(Map.of(key, value));
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "2h,7200000", "1d,86400000", "0s,0"})
    void durationsAreReadInTheirUnit(String text, long millis) {
        assertThat(with("TANDEM_GRACE", text).duration("TANDEM_GRACE", Duration.ZERO))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1048576,1MiB", "1536KiB,1536KiB", "64 MiB,64MiB", "2gib,2GiB", "2000000,2000000"})
    void sizesAreReadInTheirUnitAndShownInTheLargestThatFits(String text, String shown) {
        SettingsReader reader = with("TANDEM_WRITE_BACKLOG_BYTES", text);
        long size = reader.bytes("TANDEM_WRITE_BACKLOG_BYTES", 1, 1 << 20, 1L << 40);
        assertThat(ByteSizes.format(size)).isEqualTo(shown);
        assertThat(reader.shown()).containsEntry("TANDEM_WRITE_BACKLOG_BYTES", shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1TB", "1.5GiB", "-1KiB", "KiB", "99999999999999999GiB", "1048575", "2048GiB"})
    void whatIsNoSizeOrOutOfItsRangeIsRefusedByItsKey(String text) {
        assertThatThrownBy(() -> with("TANDEM_WRITE_BACKLOG_BYTES", text + " ")
                        .bytes("TANDEM_WRITE_BACKLOG_BYTES", 1, 1 << 20, 1L << 40))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("TANDEM_WRITE_BACKLOG_BYTES: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "30", "-5s", "1.5s", "s", "99999999999d"})
    void whatIsNoDurationIsRefusedByItsKey(String text) {
        assertThatThrownBy(() -> with("TANDEM_GRACE", text).duration("TANDEM_GRACE", Duration.ZERO))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("TANDEM_GRACE: ")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"499ms", "11m"})
    void aDurationOutOfItsRangeIsRefusedWithTheRange(String text) {
        assertThatThrownBy(() -> with("TANDEM_READER_LEASE", text)
                        .duration(
                                "TANDEM_READER_LEASE",
                                Duration.ofSeconds(5),
                                Duration.ofMillis(500),
                                Duration.ofMinutes(10)))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("TANDEM_READER_LEASE: '" + text + "' is not from 500ms to 10m");
    }

    @ParameterizedTest
    @CsvSource({"64KiB/s burst 512KiB", "1MiB/h", "1000/s burst 1GiB", "off"})
    void aRateOfBytesIsShownAsItWasWritten(String text) {
        RateLimit rate = with("TANDEM_LIMIT_BYTES", text).byteRate("TANDEM_LIMIT_BYTES", RateLimit.OFF);

        assertThat(rate.toByteString()).isEqualTo(text);
    }

    @Test
    void aRateOfBytesCountsBytes() {
        RateLimit rate =
                with("TANDEM_LIMIT_BYTES", "64kib/s burst 512KiB").byteRate("TANDEM_LIMIT_BYTES", RateLimit.OFF);

        assertThat(rate).isEqualTo(new RateLimit(65_536, 524_288));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64KB/s", "0KiB/s", "4GiB/s", "KiB/s", "64KiB", "9GiB/s"})
    void whatIsNoRateOfBytesIsRefusedByItsKey(String text) {
        assertThatThrownBy(() -> with("TANDEM_LIMIT_BYTES", text).byteRate("TANDEM_LIMIT_BYTES", RateLimit.OFF))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("TANDEM_LIMIT_BYTES: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"64KiB/s", "64KiB"})
    void aRateOfCommandsHasNoUnitsOfBytes(String text) {
        assertThatThrownBy(() -> with("TANDEM_LIMIT_JOINS", text).rate("TANDEM_LIMIT_JOINS", RateLimit.OFF))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("TANDEM_LIMIT_JOINS: ");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1536,1536", "64KiB,65536", "1 MiB,1048576", "1GiB,1073741824"})
    void sizesAreReadInTheirUnit(String text, long bytes) {
        assertThat(with("TANDEM_LIMIT_BYTES", text).bytes("TANDEM_LIMIT_BYTES", 7, 0, Long.MAX_VALUE))
                .isEqualTo(bytes);
    }

    @Test
    void aSizeOutOfItsRangeIsRefusedWithTheRange() {
        assertThatThrownBy(() -> with("TANDEM_LIMIT_BYTES", "2GiB").bytes("TANDEM_LIMIT_BYTES", 7, 1024, 1L << 30))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("TANDEM_LIMIT_BYTES: '2GiB' is not from 1KiB to 1GiB");
    }

    @ParameterizedTest
    @CsvSource({"10/s burst 60", "20/h", "1/m burst 3", "5/d", "off"})
    void aRateIsShownAsItWasWritten(String text) {
        assertThat(with("TANDEM_LIMIT_JOINS", text)
                        .rate("TANDEM_LIMIT_JOINS", RateLimit.OFF)
                        .toString())
                .isEqualTo(text);
    }

    @Test
    void aRateWithoutABurstAllowsItsCountAtOnce() {
        RateLimit rate = RateLimit.parse("20/h");

        assertThat(rate.burst()).isEqualTo(20);
        assertThat(rate.permitsPerSecond()).isEqualTo(20.0 / 3600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/s", "10", "10/y", "ten/s", "10/s burst 0", "10/s burst", "-1/s"})
    void whatIsNoRateIsRefused(String text) {
        assertThatThrownBy(() -> with("TANDEM_LIMIT_JOINS", text).rate("TANDEM_LIMIT_JOINS", RateLimit.OFF))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "80 80"})
    void whatIsNoPortIsRefused(String text) {
        assertThatThrownBy(() -> with("TANDEM_HTTP_PORT", text).port("TANDEM_HTTP_PORT", 8080))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("TANDEM_HTTP_PORT: '" + text + "' is not a whole number from 0 to 65535");
    }

    @Test
    void whatIsNeitherTrueNorFalseIsRefused() {
        assertThatThrownBy(() -> with("TANDEM_GUESTS", "yes").bool("TANDEM_GUESTS", true))
                .isInstanceOf(BadSettingException.class);
    }

    private enum Mode {
        STANDALONE,
        TWO_NODES
    }

    @Test
    void aChoiceIsReadByItsName() {
        assertThat(with("TANDEM_REDIS_MODE", "two-nodes").choice("TANDEM_REDIS_MODE", Mode.STANDALONE))
                .isEqualTo(Mode.TWO_NODES);
    }

    @Test
    void aChoiceIsRefusedWithWhatThereIsToChooseFrom() {
        assertThatThrownBy(() -> with("TANDEM_REDIS_MODE", "ring").choice("TANDEM_REDIS_MODE", Mode.STANDALONE))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("TANDEM_REDIS_MODE: 'ring' is none of standalone, two-nodes");
    }

    @Test
    void aBlankValueCountsAsNotSet() {
        assertThat(with("TANDEM_HTTP_PORT", " ").port("TANDEM_HTTP_PORT", 8080)).isEqualTo(8080);
    }

    @Test
    void aListIsSplitAtItsCommas() {
        assertThat(with("TANDEM_ALLOWED_ORIGINS", "https://a.example , ,https://b.example")
                        .list("TANDEM_ALLOWED_ORIGINS"))
                .containsExactly("https://a.example", "https://b.example");
    }

    @Test
    void aBoundMayBeOff() {
        SettingsReader reader = with("TANDEM_LIMIT_CONNECTIONS", "off");

        assertThat(reader.bound("TANDEM_LIMIT_CONNECTIONS", 100)).isEqualTo(Integer.MAX_VALUE);
        assertThat(reader.shown()).containsEntry("TANDEM_LIMIT_CONNECTIONS", "off");
    }

    @Test
    void aSecretMayStandInAFileAndIsNeverShown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "k1:hush-hush\n");
        SettingsReader reader = with("TANDEM_TOKEN_SECRET_FILE", file.toString());

        assertThat(reader.secret("TANDEM_TOKEN_SECRET")).contains("k1:hush-hush");
        assertThat(reader.shown()).containsEntry("TANDEM_TOKEN_SECRET", "(secret)");
    }

    @Test
    void aSecretFileThatIsMissingIsRefusedByItsKey(@TempDir Path folder) {
        SettingsReader reader =
                with("TANDEM_TOKEN_SECRET_FILE", folder.resolve("none").toString());

        assertThatThrownBy(() -> reader.secret("TANDEM_TOKEN_SECRET"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("TANDEM_TOKEN_SECRET_FILE: ");
    }

    @Test
    void anAddressIsShownWithoutItsPassword() {
        SettingsReader reader = with("TANDEM_REDIS_URL", "redis://me:p@ss@one:6379/0,redis://two:6379");

        assertThat(reader.addresses("TANDEM_REDIS_URL", ""))
                .hasSize(2)
                .first()
                .asString()
                .contains("p@ss");
        assertThat(reader.shown()).containsEntry("TANDEM_REDIS_URL", "redis://one:6379/0,redis://two:6379");
    }

    @Test
    void aMisspeltKeyIsNoticedAndAnotherServicesKeyIsNot() {
        SettingsReader reader = SettingsReader.of(
                Map.of("TANDEM_GARCE", "1s", "TANDEM_S3_BUCKET", "images", "TANDEM_POSTGRES_URL_FILE", "/x"));

        assertThat(reader.unknown()).containsExactly("TANDEM_GARCE");
    }

    @Test
    void aKeyThatTheCodeReadsMustBeListed() {
        assertThatThrownBy(() -> SettingsReader.of(Map.of()).bool("TANDEM_NEW", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KnownSettings");
    }
}
