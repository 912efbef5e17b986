package chat.tandem.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1/32, 192.0.2.1, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/65, 2001:db8:0:0:7fff::1, true",
        "2001:db8::/65, 2001:db8:0:0:8000::1, false",
        "::1, ::1, true",
        "fe80::/10, fe80::1%eth0, true"
    })
    void aRangeHoldsTheAddressesThatShareItsFirstBits(String range, String address, boolean held) {
        if (range.startsWith("::ffff:")) {
            // The length of a range in the mapped form counts as that of IPv4, which has no 104 bits.
            assertThatThrownBy(() -> AddressRanges.parse(List.of(range))).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(AddressRanges.parse(List.of(range))
                        .contains(IpAddress.parse(address).orElseThrow()))
                .isEqualTo(held);
    }

    @Test
    void oneOfSeveralIsEnoughAndNoneHoldsNothing() {
        AddressRanges ranges = AddressRanges.parse(List.of("10.0.0.0/8", "2001:db8::/32"));
        assertThat(ranges.contains(IpAddress.parse("2001:db8::1").orElseThrow()))
                .isTrue();
        assertThat(AddressRanges.NONE.contains(IpAddress.parse("10.0.0.1").orElseThrow()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "/8",
                "10.0.0.0/8/8",
                "::/129",
                "proxy",
                "10/8",
                "::/1e1"
            })
    void whatIsNoRangeIsNamed(String range) {
        assertThatThrownBy(() -> AddressRanges.parse(List.of("10.0.0.0/8", range)))
                .hasMessageContaining("'" + range + "'");
    }
}
