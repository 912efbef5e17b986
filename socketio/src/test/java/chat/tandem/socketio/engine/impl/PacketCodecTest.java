package chat.tandem.socketio.engine.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCodecTest {
    private static List<Inbound> decode(String body) {
        List<Inbound> packets = new ArrayList<>();
        PacketCodec.decodePayload(body, packets::add);
        return packets;
    }

    @Test
    void aBodyIsCutIntoItsPackets() {
        assertThat(decode("4a\u001ebAQ\nI=\n\u001e2\u001e2probe\u001e3\u001e4"))
                .containsExactly(
                        new Inbound.Message("a"),
                        new Inbound.Binary(Buffer.buffer(new byte[] {1, 2})),
                        new Inbound.Ping(),
                        new Inbound.Probe(),
                        new Inbound.Pong(),
                        new Inbound.Message(""));
    }

    @Test
    void nothingIsDecodedThatNobodyWants() {
        List<Inbound> packets = new ArrayList<>();
        PacketCodec.decodePayload("4a\u001e4b\u001e4c", packet -> {
            packets.add(packet);
            return packets.size() < 2;
        });
        assertThat(packets).hasSize(2);
    }

    @Test
    void aBodyCarriesTextAndBinary() {
        List<Packet> packets =
                List.of(Packet.message("a"), new Packet.Binary(Buffer.buffer(new byte[] {1, 2})), Packet.NOOP);
        assertThat(PacketCodec.encodePayload(packets)).isEqualTo("4a\u001ebAQI=\u001e6");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noInputMakesTheDecoderThrow(long seed) {
        Random random = new Random(seed);
        String alphabet = "0123456b7=AZaz+/-\u001e\u001e\ud800\u0000é";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                decode(body.toString());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", body " + body, e);
            }
        }
    }
}
