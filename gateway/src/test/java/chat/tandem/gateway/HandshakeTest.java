package chat.tandem.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a handshake agrees on, over each way to open a WebSocket. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandshakeTest {
    private static final List<String> PLACES = List.of("/ws", "/socket.io/?EIO=4&transport=websocket");

    private static final String VERSION_13 =
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private GatewayUnderTest gateway;

    @BeforeAll
    void start(RedisStore redis) {
        gateway = GatewayUnderTest.start(redis.url());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    /** The head of the answer, in lower case. */
    private String handshake(String place, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + place
                                    + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + headers + "\r\n")
                            .getBytes(US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as(head.toString()).isNotNegative();
                head.append((char) next);
            }
            return head.toString().toLowerCase(Locale.ROOT);
        }
    }

    @Test
    void compressionIsNeverAgreedOn() throws IOException {
        for (String place : PLACES) {
            String answer = handshake(
                    place, VERSION_13 + "Sec-WebSocket-Extensions: permessage-deflate, x-webkit-deflate-frame\r\n");
            assertThat(answer).startsWith("http/1.1 101").doesNotContain("deflate");
        }
    }

    @Test
    void olderVersionsOfTheProtocolAreRefused() throws IOException {
        for (String place : PLACES) {
            for (String headers : List.of(
                    VERSION_13.replace("13", "12"),
                    VERSION_13.replace("13", "8"),
                    VERSION_13.replace("13", "7"),
                    "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n")) {
                assertThat(handshake(place, headers)).as(place + headers).startsWith("http/1.1 4");
            }
        }
    }
}
