package chat.tandem.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBodyTest {
    private static final MessageBody BODY =
            new MessageBody("01890a5d-ac96-774b-bcce-b302099a8057", 123_456, 3, -9_123_456_789_012L);

    @ParameterizedTest
    @ValueSource(ints = {80, 120, 4_000})
    void whatIsWrittenHasItsLengthAndIsReadAgain(int length) {
        var text = BODY.written(length);
        assertThat(text).hasSize(length);
        assertThat(MessageBody.read(text)).isEqualTo(BODY);
    }

    @Test
    void aTruncatedOneIsRefused() {
        var text = BODY.written(120);
        assertThatThrownBy(() -> MessageBody.read(text.substring(0, 119))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> MessageBody.read("hello there.")).isInstanceOf(IllegalArgumentException.class);
    }
}
