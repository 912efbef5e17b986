package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The streams of one process, whichever event loop they belong to, for the commands that are posted beside them. */
public final class Streams {
    private final Map<String, StreamConnection> open = new ConcurrentHashMap<>();

    void add(String connection, StreamConnection stream) {
        open.put(connection, stream);
    }

    void remove(String connection, StreamConnection stream) {
        open.remove(connection, stream);
    }

    static ProtocolError noStream() {
        return ProtocolError.of(ErrorCode.WRONG_STATE, "There is no such open stream of yours.");
    }

    /**
     * Hands a command to its stream; the answer comes once, on the caller's context.
     *
     * @param connection the secret id that the client was told
     * @param user whom the client has proved to be
     */
    public void command(String connection, String user, ClientFrame frame, Consumer<Answer> answered) {
        StreamConnection stream = open.get(connection);
        if (stream == null) {
            answered.accept(new Answer.Refused(noStream().toJson()));
            return;
        }
        Context here = Vertx.currentContext();
        Consumer<Answer> back = answer -> here.runOnContext(v -> answered.accept(answer));
        stream.context().runOnContext(v -> {
            if (user.equals(stream.user())) {
                stream.command(frame, back);
            } else {
                back.accept(new Answer.Refused(noStream().toJson()));
            }
        });
    }
}
