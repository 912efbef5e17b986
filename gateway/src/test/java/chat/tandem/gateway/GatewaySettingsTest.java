package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.Config;
import chat.tandem.common.config.SettingsReader;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static GatewaySettings read(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Map.of("TANDEM_TOKEN_SECRET", "a:" + SECRET));
        all.putAll(values);
        return GatewaySettings.read(new SettingsReader(new Config(all)));
    }

    @Test
    void theDefaultsAreThoseOfTheTable() {
        GatewaySettings settings = read(Map.of());
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.guests()).isTrue();
        assertThat(settings.heartbeat()).hasSeconds(25);
        assertThat(settings.helloDeadline()).hasSeconds(10);
        assertThat(settings.commands()).hasToString("30/s burst 120");
        assertThat(settings.tokens().host()).isNull();
        assertThat(settings.proxies().trusted().isEmpty()).isTrue();
        assertThat(settings.proxies().proxyProtocol()).isFalse();
        assertThat(settings.proxies().idle()).hasSeconds(620);
        assertThat(settings.limits().handshakes()).hasToString("20/s burst 100");
        assertThat(settings.limits().connections()).isEqualTo(100);
        assertThat(settings.limits().requests()).hasToString("60/s burst 600");
        assertThat(settings.limits().guests()).hasToString("1/s burst 30");
        assertThat(settings.limits().exempt().isEmpty()).isTrue();
        assertThat(settings.maxConnections()).isEqualTo(20_000);
    }

    @Test
    void secretsMayHaveColonsAndTheFirstComesFirst() {
        GatewaySettings settings = read(Map.of("TANDEM_TOKEN_SECRET", "new:" + SECRET + ":x,old:" + SECRET));
        assertThat(settings.tokens().guestSecrets())
                .extracting(secret -> secret.kid())
                .containsExactly("new", "old");
        assertThat(settings.tokens().guestSecrets().getFirst().value()).isEqualTo(SECRET + ":x");
        assertThat(settings.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "TANDEM_TOKEN_SECRET, 0123456789abcdef0123456789abcdef",
        "TANDEM_TOKEN_SECRET, a:short",
        "TANDEM_TOKEN_SECRET, :0123456789abcdef0123456789abcdef",
        "TANDEM_TOKEN_SECRET, 'a:0123456789abcdef0123456789abcdef,a:0123456789abcdef0123456789abcdeg'",
        "TANDEM_TOKEN_SECRET, ''",
        "TANDEM_TOKEN_JWKS_URL, https://host.example/keys",
        "TANDEM_ALLOWED_ORIGINS, example.org",
        "TANDEM_ALLOWED_ORIGINS, 'https://a.example,https://b.example/page'",
        "TANDEM_HEARTBEAT, 0s",
        "TANDEM_HELLO_DEADLINE, soon",
        "TANDEM_LIMIT_COMMANDS, many",
        "TANDEM_LIMIT_HANDSHAKES, many",
        "TANDEM_LIMIT_CONNECTIONS, 0",
        "TANDEM_LIMIT_EXEMPT, here",
        "TANDEM_LIMIT_EXEMPT, '127.0.0.0/8,10.0.0.0/33'",
        "TANDEM_LIMIT_REQUESTS, 0/s",
        "TANDEM_LIMIT_GUESTS, some",
        "TANDEM_TRUSTED_PROXIES, proxy.example",
        "TANDEM_TRUSTED_PROXIES, '10.0.0.0/8,2001:db8::/129'",
        "TANDEM_PROXY_PROTOCOL, true",
        "TANDEM_PROXY_PROTOCOL, v2",
        "TANDEM_IDLE_TIMEOUT, 0s",
        "TANDEM_MAX_CONNECTIONS, 0",
        "TANDEM_GATEWAY_LOOPS, 0",
        "TANDEM_HTTP_PORT, 70000"
    })
    void aBadValueIsRefusedByItsKeyAndNeverShownWhereItIsSecret(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOfSatisfying(BadSettingException.class, refusal -> {
                    assertThat(refusal.key()).isEqualTo(key);
                    if (key.equals("TANDEM_TOKEN_SECRET") && !value.isEmpty()) {
                        assertThat(refusal.getMessage()).doesNotContain(value);
                    }
                });
    }

    @Test
    void aHostsTokensNeedAnIssuerThatIsNotOurs() {
        Map<String, String> host = Map.of("TANDEM_TOKEN_HOST_SECRET", SECRET);
        assertThatThrownBy(() -> read(host)).hasMessageContaining("TANDEM_TOKEN_ISSUER");
        Map<String, String> ours = new HashMap<>(host);
        ours.put("TANDEM_TOKEN_ISSUER", "tandem");
        assertThatThrownBy(() -> read(ours)).hasMessageContaining("TANDEM_TOKEN_ISSUER");
        ours.put("TANDEM_TOKEN_ISSUER", "https://host.example");
        assertThat(read(ours).tokens().host()).isNotNull();
    }
}
