package chat.tandem.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
    private final ClientAddresses addresses =
            new ClientAddresses(AddressRanges.parse(List.of("10.0.0.0/8", "2001:db8:aaaa::/48")));

    private IpAddress client(String peer, String... lines) {
        return addresses.of(IpAddress.parse(peer).orElseThrow(), List.of(lines));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 203.0.113.7 | 203.0.113.7",
                "10.0.0.1 | 198.51.100.1, 203.0.113.7 | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7, 10.0.0.2 | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7,10.0.0.2,10.0.0.3 | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7 , 2001:db8:aaaa::9 | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7:4711 | 203.0.113.7",
                "10.0.0.1 | [2001:db8::7]:4711 | 2001:db8::7",
                "10.0.0.1 | [2001:db8::7] | 2001:db8::7",
                "10.0.0.1 | 2001:db8::7 | 2001:db8::7",
                "10.0.0.1 | ::ffff:203.0.113.7 | 203.0.113.7",
                "10.0.0.1 | fe80::7%eth0 | fe80::7",
                "2001:db8:aaaa::1 | 203.0.113.7 | 203.0.113.7",
                "::ffff:10.0.0.1 | 203.0.113.7 | 203.0.113.7",
            })
    void theRightmostAddressThatIsNotTrustedIsTheClients(String peer, String line, String client) {
        assertThat(client(peer, line)).isEqualTo(address(client));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown | 10.0.0.1",
                "203.0.113.7, unknown | 10.0.0.1",
                "203.0.113.7, unknown, 10.0.0.2 | 10.0.0.2",
                "203.0.113.7,,10.0.0.2 | 10.0.0.2",
                "203.0.113.7, | 10.0.0.1",
                "203.0.113.7:port | 10.0.0.1",
                "203.0.113.7:123456 | 10.0.0.1",
                "'' | 10.0.0.1",
                ", | 10.0.0.1"
            })
    void anEntryThatIsNoAddressEndsTheSearchAndTheLastTrustedOneCounts(String line, String client) {
        assertThat(client("10.0.0.1", line)).isEqualTo(address(client));
    }

    @Test
    void whereAllAreTrustedTheFirstOfThemCounts() {
        assertThat(client("10.0.0.1", "10.0.0.3, 10.0.0.2")).isEqualTo(address("10.0.0.3"));
    }

    @Test
    void linesAreJoinedInTheirOrder() {
        assertThat(client("10.0.0.1", "203.0.113.7", "198.51.100.1", "10.0.0.2"))
                .isEqualTo(address("198.51.100.1"));
        assertThat(client("10.0.0.1", "203.0.113.7, 10.0.0.2", "10.0.0.3")).isEqualTo(address("203.0.113.7"));
    }

    @Test
    void nobodyElseIsBelieved() {
        assertThat(client("203.0.113.7", "198.51.100.1")).isEqualTo(address("203.0.113.7"));
        assertThat(new ClientAddresses(AddressRanges.NONE).of(address("10.0.0.1"), List.of("198.51.100.1")))
                .isEqualTo(address("10.0.0.1"));
        assertThat(client("10.0.0.1")).isEqualTo(address("10.0.0.1"));
    }

    @Test
    void aHeaderThatIsFullOfCommasIsReadOnce() {
        String many =
                "1.2.3.4," + Stream.generate(() -> "10.0.0.2").limit(3_000).reduce("10.0.0.2", (a, b) -> a + "," + b);
        assertThat(client("10.0.0.1", many)).isEqualTo(address("1.2.3.4"));
    }
}
