package chat.tandem.common.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsHostsTest {
    private final OpsHosts hosts = new OpsHosts(List.of("Tandem-1.Example.com", "0.0.0.0"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8081",
                "10.42.0.17",
                "[::1]:8081",
                "[fe80::1%eth0]:8081",
                "localhost:8081",
                "LOCALHOST",
                "page.localhost:1",
                "gateway_1:8081",
                "tandem-gateway-ops:8081",
                "tandem-gateway-ops.chat.svc:8081",
                "10-42-0-17.chat.pod.cluster.local",
                "ip-10-0-0-7.eu-west-1.compute.internal:8081",
                "nas.home.arpa",
                "tandem-1.example.com:8081",
                "tandem-1.example.com."
            })
    void probesScrapersAndPeopleAreAnswered(String host) {
        assertThat(hosts.allow(host)).isTrue();
    }

    @Test
    void whoSaysNoHostIsNoBrowser() {
        assertThat(hosts.allow(null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebind.example:8081",
                "evil.com",
                "evil.com.:8081",
                "127.0.0.1.evil.com",
                "127.0.0.1.nip.io:8081",
                "localhost.evil.com",
                "tandem-1.example.com.evil.com",
                "x.tandem-1.example.com",
                "notlocal.example",
                "a:b.evil.com:8081",
                "[evil.com]:8081"
            })
    void aNameThatAnybodyMayOwnIsRefused(String host) {
        assertThat(hosts.allow(host)).isFalse();
    }
}
