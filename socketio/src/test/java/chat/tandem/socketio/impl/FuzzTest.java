package chat.tandem.socketio.impl;

import static org.assertj.core.api.Assertions.assertThatCode;

import chat.tandem.socketio.Mutations;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dtandem.fuzz.inputs} says how many inputs a seed makes. */
class FuzzTest {
    private static final long INPUTS = Long.getLong("tandem.fuzz.inputs", 10_000);

    private static final List<String> SEEDS = List.of(
            "0{\"token\":\"abc\"}",
            "0/admin,{\"pid\":\"p\",\"offset\":\"o\"}",
            "1/admin,",
            "2/chat,12[\"message\",1,\"2\",{\"3\":[true,null,1.5e3]}]",
            "52-/chat,7[\"b\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]",
            "61-3[{\"_placeholder\":true,\"num\":0}]",
            "345[\"\\u0000\\ud800\"]");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noInputMakesTheDecoderThrow(long seed) {
        Random random = new Random(seed);
        for (long i = 0; i < INPUTS; i++) {
            String input = Mutations.mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            try {
                decode(new PacketDecoder(3), input);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", input " + input, e);
            }
        }
    }

    private static void decode(PacketDecoder decoder, String input) {
        Inbound packet = decoder.text(input);
        while (packet instanceof Inbound.Partial) {
            packet = decoder.binary(Buffer.buffer(new byte[] {1}));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":["})
    void noDepthOfNestingMakesTheDecoderThrow(String opening) {
        String input = "2[\"a\"," + opening.repeat(100_000);
        assertThatCode(() -> new PacketDecoder(0).text(input)).doesNotThrowAnyException();
        String deep = "51-[\"a\"," + "[".repeat(900) + "]".repeat(900) + "]";
        assertThatCode(() -> decode(new PacketDecoder(1), deep)).doesNotThrowAnyException();
    }
}
