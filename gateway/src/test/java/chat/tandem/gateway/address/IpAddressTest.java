package chat.tandem.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "unknown",
                "_hidden",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.-4",
                "0x7f000001",
                "2130706433",
                "1.2.3.4:80",
                "12345::",
                ":::",
                "1::2::3",
                "[::1",
                "[::1]:80",
                "1.2.3.4%eth0",
                "::1 ",
                "g::1"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, ::ffff:192.0.2.1",
        "192.0.2.1, ::ffff:c000:201",
        "192.0.2.1, [::FFFF:192.0.2.1]",
        "2001:db8::1, 2001:0DB8:0:0:0:0:0:1",
        "2001:db8::1, [2001:db8::1]",
        "fe80::1, fe80::1%eth0",
        "fe80::1, [fe80::1%25]"
    })
    void anAddressIsTheSameHoweverItIsWritten(String one, String other) {
        assertThat(address(one)).isEqualTo(address(other));
        assertThat(address(one)).hasSameHashCodeAs(address(other));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::1, 192.0.2.1, false"
    })
    void aHostIsAnIpv4AddressOrThe64OfAnIpv6Address(String one, String other, boolean same) {
        assertThat(address(one).host().equals(address(other).host())).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.255, true",
        "192.0.2.1, ::ffff:192.0.2.9, true",
        "192.0.2.1, 192.0.3.1, false",
        "2001:db8:1:2::1, 2001:db8:1:ffff::1, true",
        "2001:db8:1:2::1, 2001:db8:2:2::1, false"
    })
    void aNetworkIsThe24OrThe48(String one, String other, boolean same) {
        assertThat(address(one).network().equals(address(other).network())).isEqualTo(same);
        assertThat(address(one).networkDigits().equals(address(other).networkDigits()))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.77, 192.0.2.0/24, c00002",
        "::ffff:10.1.2.3, 10.1.2.0/24, 0a0102",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1::/48, 20010db80001",
        "::1, ::/48, 000000000000"
    })
    void whatIsWrittenIsTheNetworkAlone(String address, String network, String digits) {
        assertThat(address(address)).hasToString(network);
        assertThat(address(address).networkDigits()).isEqualTo(digits);
    }

    @Test
    void onlyWhatIsMappedIsIpv4() {
        assertThat(address("192.0.2.1").isV4()).isTrue();
        assertThat(address("::1").isV4()).isFalse();
        assertThat(address("64:ff9b::c000:201").isV4()).isFalse();
    }
}
