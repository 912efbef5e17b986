package chat.tandem.persistence.writing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.bus.UndecodableException;
import chat.tandem.common.bus.WriteEntry;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeDecoderTest {

    private static final String ID = "01a20efe-ed57-7000-8000-000000000001";

    @ParameterizedTest
    @ValueSource(longs = {-1, 253_402_300_800_000L, Long.MAX_VALUE})
    void aMomentThatNoColumnCanHoldIsRefusedAndNotChanged(long at) {
        assertThatThrownBy(() -> ChangeDecoder.decode(new WriteEntry.Read(ID, ID, 1, at)))
                .isInstanceOf(UndecodableException.class)
                .hasMessage("not a time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not even JSON | malformed JSON",
                "{\"from\":1} | a message without its fields",
                "{\"type\":\"text\",\"sequence\":1,\"sentAt\":1,\"from\":\"ann\"} | not a UUID"
            })
    void aMessageThatCanNeverBeARowIsRefusedWithoutAWordOfIt(String data, String reason) {
        assertThatThrownBy(() -> ChangeDecoder.decode(new WriteEntry.Message(ID, null, Buffer.buffer(data))))
                .isInstanceOf(UndecodableException.class)
                .hasMessage(reason);
    }
}
