package chat.tandem.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ThrowableProxy;
import chat.tandem.common.config.BadSettingException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class FaultConverterTest {

    private static String written(Throwable fault) {
        return new FaultConverter().throwableProxyToString(new ThrowableProxy(fault));
    }

    @Test
    void whatALibrarySaysIsLeftOutBecauseItMayQuoteAMessage() {
        String text = written(new IllegalStateException(
                "outer: hello stranger", new RuntimeException("CROSSSLOT EVALSHA hello stranger")));

        assertThat(text)
                .contains(
                        "java.lang.IllegalStateException", "caused by java.lang.RuntimeException", "FaultConverterTest")
                .doesNotContain("hello stranger");
    }

    @Test
    void whatWeSayOurselvesAndWhatTheNetworkSaysIsKept() {
        assertThat(written(new BadSettingException("TANDEM_GRACE", "no"))).contains("TANDEM_GRACE: no");
        assertThat(written(new ConnectException("refused: host"))).contains("refused: host");
    }
}
