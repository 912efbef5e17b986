package chat.tandem.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.RateLimit;
import chat.tandem.gateway.address.AddressRanges;
import chat.tandem.gateway.address.IpAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits by address where there are more addresses than a process remembers. */
class AddressTableTest {
    private static final int MOST = 100;

    private final AtomicLong clock = new AtomicLong();
    private final AddressLimits limits = new AddressLimits(
            new AddressLimitSettings(
                    RateLimit.parse("1/s burst 2"),
                    2,
                    RateLimit.parse("1/s burst 2"),
                    RateLimit.parse("1/s burst 2"),
                    AddressRanges.NONE),
            clock::get,
            MOST);

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    /** One of the many networks of somebody who has a /32. */
    private static IpAddress flooder(int index) {
        return address("2001:db8:" + Integer.toHexString(index) + "::1");
    }

    private void fill() {
        IntStream.range(0, MOST).forEach(index -> {
            limits.handshake(flooder(index));
            limits.handshake(flooder(index));
        });
    }

    @Test
    void anAddressWhoseLimitIsUsedUpIsNotForgottenForOthers() {
        fill();
        IntStream.range(MOST, MOST + 10_000).forEach(index -> limits.handshake(flooder(index)));
        assertThat(IntStream.range(0, MOST).mapToLong(index -> limits.handshake(flooder(index))))
                .allMatch(wait -> wait > 0);
    }

    @Test
    void whenTheTableIsFullTheAddressesOfOneNetworkShareTenTimesTheLimit() {
        fill();
        long let = IntStream.range(MOST, MOST + 10_000)
                .filter(index -> limits.handshake(flooder(index)) == 0)
                .count();
        assertThat(let).isEqualTo(20);
        assertThat(limits.handshake(address("203.0.113.1"))).isZero();
        assertThat(limits.handshake(address("2400:cb00::1"))).isZero();
    }

    @Test
    void whatHasRecoveredMakesRoom() {
        fill();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
        IpAddress newcomer = address("2001:db8:ffff::1");
        assertThat(limits.handshake(newcomer)).isZero();
        assertThat(limits.handshake(newcomer)).isZero();
        assertThat(limits.handshake(newcomer)).isPositive();
        assertThat(limits.handshake(address("2001:db8:fffe::1"))).isZero();
    }

    @Test
    void anAddressThatHoldsSomethingStays() {
        var session = limits.session(flooder(0)).orElseThrow();
        var other = limits.session(flooder(0)).orElseThrow();
        fill();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
        IntStream.range(MOST, 2 * MOST).forEach(index -> limits.handshake(flooder(index)));
        assertThat(limits.session(flooder(0))).isEmpty();
        session.release();
        session.release();
        assertThat(limits.session(flooder(0))).isPresent();
        assertThat(limits.session(flooder(0))).isEmpty();
        other.release();
    }

    @Test
    void aPermitThatIsGivenBackMayBeUsedAgain() {
        IpAddress client = address("203.0.113.1");
        assertThat(limits.request(client)).isZero();
        assertThat(limits.request(client)).isZero();
        limits.giveBackRequest(client);
        assertThat(limits.request(client)).isZero();
        assertThat(limits.request(client)).isPositive();
        assertThat(limits.handshake(client)).isZero();
    }

    @Test
    void guestsCountByNetworkAndAllElseByHost() {
        assertThat(limits.guest(address("203.0.113.1"))).isZero();
        assertThat(limits.guest(address("203.0.113.2"))).isZero();
        assertThat(limits.guest(address("203.0.113.3"))).isPositive();
        assertThat(limits.guest(address("203.0.114.1"))).isZero();
        assertThat(limits.handshake(address("2001:db8:0:1::1"))).isZero();
        assertThat(limits.handshake(address("2001:db8:0:1::2"))).isZero();
        assertThat(limits.handshake(address("2001:db8:0:1::3"))).isPositive();
        assertThat(limits.handshake(address("2001:db8:0:2::1"))).isZero();
    }
}
