package chat.tandem.gateway.transport;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * A command on its way to the gateway of its stream. On the wire: the length of the user's id in two bytes, the id, and the frame as it
 * came; of an answer a letter, and its JSON.
 *
 * @param user whom the client has proved to be
 * @param frame a client frame as JSON
 */
record RelayedCommand(String user, String frame) {
    private static final byte DONE = 'd';
    private static final byte REFUSED = 'r';

    static RelayedCommand of(Buffer question) {
        int end = 2 + question.getUnsignedShort(0);
        return new RelayedCommand(question.getString(2, end), question.getString(end, question.length()));
    }

    Buffer encoded() {
        byte[] id = user.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(2 + id.length + frame.length())
                .appendUnsignedShort(id.length)
                .appendBytes(id)
                .appendString(frame);
    }

    static Buffer encoded(Answer answer) {
        return switch (answer) {
            case Answer.Done(String data) -> Buffer.buffer().appendByte(DONE).appendString(data);
            case Answer.Refused(String error) ->
                Buffer.buffer().appendByte(REFUSED).appendString(error);
        };
    }

    static Answer answer(Buffer answer) {
        String json = answer.getString(1, answer.length());
        return answer.getByte(0) == DONE ? new Answer.Done(json) : new Answer.Refused(json);
    }
}
