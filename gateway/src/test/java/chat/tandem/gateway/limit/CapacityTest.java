package chat.tandem.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {
    private static final long MEBIBYTE = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "1048576, 640, 20000, 20000",
        "1048576, 512, 20000, 16384",
        "1048576, 64, 20000, 2048",
        "1024, 640, 20000, 512",
        "512, 640, 20000, 1",
        "256, 640, 20000, 1",
        "1048576, 640, 5, 5",
        "9223372036854775807, 65536, 2147483647, 2097152"
    })
    void thereAreAsManyConnectionsAsFilesAndHeapBear(long files, long heapMebibytes, int wanted, int most) {
        assertThat(new Capacity(files, heapMebibytes * MEBIBYTE).connections(wanted))
                .isEqualTo(most);
    }
}
