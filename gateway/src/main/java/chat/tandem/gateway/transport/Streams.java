package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.socketio.engine.SessionDirectory;
import chat.tandem.socketio.engine.TrafficLimit;
import chat.tandem.socketio.engine.TrafficLimit.Verdict;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams of one process, whichever event loop they belong to, for the commands that are posted beside them; those whose stream is
 * at another gateway are brought there.
 */
public final class Streams {
    /** Longer than any command takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** A client may be quicker with its first command than the news of its stream. */
    private static final long NEWS_MILLIS = 250;

    private static final long RETRY_AFTER_MILLIS = 1_000;

    private final Map<String, StreamConnection> open = new ConcurrentHashMap<>();
    private final SessionDirectory directory;
    private final RelayLimits limits;

    /**
     * Streams of a process that has none yet.
     *
     * @param directory where the streams of all gateways are
     * @param limits on what is for the streams of other gateways
     */
    public Streams(SessionDirectory directory, RelayLimits limits) {
        this.directory = directory;
        this.limits = limits;
        directory.onAsked(this::asked);
    }

    void add(String connection, StreamConnection stream) {
        open.put(connection, stream);
        var unused = directory.enter(connection);
    }

    void remove(String connection, StreamConnection stream) {
        if (open.remove(connection, stream)) {
            directory.leave(connection);
        }
    }

    /** Whether the stream of that secret id is open in this process. */
    public boolean has(String connection) {
        return open.containsKey(connection);
    }

    static ProtocolError noStream() {
        return ProtocolError.of(ErrorCode.WRONG_STATE, "There is no such open stream of yours.");
    }

    /**
     * Hands a command to its stream, on an event loop.
     *
     * @param connection the secret id that the client was told
     * @param user whom the client has proved to be
     * @param body the frame as it came
     * @return the answer, on the caller's context; fails where it did not come
     */
    public Future<Answer> command(String connection, String user, String body) {
        StreamConnection stream = open.get(connection);
        if (stream != null) {
            return here(stream, user, FrameParser.parse(body));
        }
        TrafficLimit limit = limits.of(connection);
        if (limit.onOverhead() != Verdict.TAKE || limit.onRelayed(body.length()) != Verdict.TAKE) {
            return Future.succeededFuture(refused(ProtocolError.rateLimited(RETRY_AFTER_MILLIS)));
        }
        Buffer question = new RelayedCommand(user, body).encoded();
        return directory
                .ask(connection, question, PATIENCE)
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : again(connection, question))
                .map(found -> found.map(RelayedCommand::answer).orElseGet(() -> refused(noStream())));
    }

    private Future<Optional<Buffer>> again(String connection, Buffer question) {
        return Vertx.currentContext()
                .owner()
                .timer(NEWS_MILLIS)
                .compose(later -> directory.ask(connection, question, PATIENCE));
    }

    private static Answer refused(ProtocolError error) {
        return new Answer.Refused(error.toJson());
    }

    private static Future<Answer> here(StreamConnection stream, String user, ClientFrame frame) {
        Context here = Vertx.currentContext();
        Promise<Answer> answered = Promise.promise();
        stream.context().runOnContext(v -> {
            if (user.equals(stream.user())) {
                stream.command(frame, answer -> here.runOnContext(w -> answered.tryComplete(answer)));
            } else {
                here.runOnContext(w -> answered.tryComplete(refused(noStream())));
            }
        });
        return answered.future();
    }

    /** Another gateway brings a command. */
    private Future<Buffer> asked(String connection, Buffer question) {
        RelayedCommand asked = RelayedCommand.of(question);
        StreamConnection stream = open.get(connection);
        Future<Answer> answer = stream == null
                ? Future.succeededFuture(refused(noStream()))
                : here(stream, asked.user(), FrameParser.parse(asked.frame()));
        return answer.map(RelayedCommand::encoded);
    }
}
