package chat.tandem.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginRuleTest {
    private final OriginRule rule = new OriginRule(List.of("https://Friends.example", "http://localhost:5173/"));

    @ParameterizedTest
    @CsvSource({
        "http://chat.example, chat.example, true",
        "https://chat.example, chat.example, true",
        "https://chat.example, chat.example:443, true",
        "https://chat.example:443, chat.example, true",
        "http://chat.example:80, chat.example:443, true",
        "https://CHAT.example, chat.EXAMPLE, true",
        "http://localhost:8080, localhost:8080, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://localhost:8080, localhost:8081, false",
        "http://localhost:8080, localhost, false",
        "http://chat.example.evil, chat.example, false",
        "http://evil.example, chat.example, false",
        "null, chat.example, false",
        "'', chat.example, false",
        "http://user@chat.example, chat.example, false",
        "nonsense, chat.example, false",
        "https://friends.example, chat.example, true",
        "https://friends.example:8443, chat.example, false",
        "http://friends.example, chat.example, false",
        "http://localhost:5173, chat.example, true"
    })
    void anOriginMustBeTheHostOrAllowed(String origin, String host, boolean allowed) {
        assertThat(rule.allows(origin, host)).isEqualTo(allowed);
    }

    @Test
    void withoutAHostOnlyTheAllowedOriginsCount() {
        assertThat(rule.allows("http://chat.example", null)).isFalse();
        assertThat(rule.allows("https://friends.example", null)).isTrue();
    }
}
