package chat.tandem.socketio.impl;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FuzzTest {
    private static final List<String> SEEDS = List.of(
            "0{\"token\":\"abc\"}",
            "0/admin,{\"pid\":\"p\",\"offset\":\"o\"}",
            "1/admin,",
            "2/chat,12[\"message\",1,\"2\",{\"3\":[true,null,1.5e3]}]",
            "52-/chat,7[\"b\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]",
            "61-3[{\"_placeholder\":true,\"num\":0}]",
            "345[\"\\u0000\\ud800\"]");
    private static final String ALPHABET = "0123456789-/,[]{}\":\\tfn e.\u0000\u001e\ud800é_placeholdernum";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noInputMakesTheDecoderThrow(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 30_000; i++) {
            PacketDecoder decoder = new PacketDecoder(3);
            String input = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            assertThatCode(() -> {
                        if (decoder.text(input) instanceof Inbound.Partial) {
                            while (decoder.binary(Buffer.buffer(new byte[] {1})) instanceof Inbound.Partial) {
                                // Until all attachments are there.
                            }
                        }
                    })
                    .as("seed %d, input %s", seed, input)
                    .doesNotThrowAnyException();
        }
    }

    private static String mutate(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int edits = random.nextInt(6); edits > 0 && !text.isEmpty(); edits--) {
            int at = random.nextInt(text.length());
            char any = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, any);
                case 1 -> text.insert(at, any);
                case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(12))));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":["})
    void noDepthOfNestingMakesTheDecoderThrow(String opening) {
        String input = "2[\"a\"," + opening.repeat(100_000);
        assertThatCode(() -> new PacketDecoder(0).text(input)).doesNotThrowAnyException();
        String deep = "51-[\"a\"," + "[".repeat(900) + "]".repeat(900) + "]";
        PacketDecoder decoder = new PacketDecoder(1);
        assertThatCode(() -> {
                    decoder.text(deep);
                    decoder.binary(Buffer.buffer());
                })
                .doesNotThrowAnyException();
    }
}
