package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.http.ClientConnection;
import chat.tandem.gateway.meters.TransportMeters;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection over HTTP alone: a stream of server-sent events, and commands that are posted beside it. It says hello by itself; the
 * stream begins when that is answered.
 */
public final class StreamConnection implements Connection {
    /** Commands that may wait while the session has enough of them. */
    private static final int MOST_HELD = 32;

    private static final long RETRY_AFTER_MILLIS = 1_000;

    /** How long commands may still be answered once the stream is gone. */
    private static final long LAST_ANSWERS_MILLIS = 5_000;

    private static final long CUT_AFTER_MILLIS = 2_000;

    private final Context context;
    private final HttpServerRequest request;
    private final IpAddress address;
    private final TransportMeters meters;
    private final Streams streams;
    private final Consumer<String> refused;
    private final EventStream stream;
    private final Unanswered unanswered = new Unanswered();
    private final Deque<Runnable> held = new ArrayDeque<>(0);
    private final ConnectionListener listener;
    private @Nullable Welcome welcome;
    private boolean paused;
    private boolean closing;
    private boolean told;
    private long lastHeard;

    private StreamConnection(
            Context context,
            HttpServerRequest request,
            LongSupplier nanoTime,
            TransportMeters meters,
            Streams streams,
            Arrivals arrivals,
            Consumer<String> refused) {
        this.refused = refused;
        this.context = context;
        this.request = request;
        this.address = ClientConnection.of(request.connection()).client();
        this.meters = meters;
        this.streams = streams;
        this.stream = new EventStream(request.response(), () -> lastHeard = nanoTime.getAsLong());
        this.lastHeard = nanoTime.getAsLong();
        this.listener = arrivals.of(this);
    }

    /**
     * Turns a request into a connection, on the request's event loop.
     *
     * @param hello what the client says of itself
     * @param nanoTime the loop's clock
     * @param refused answers the request where the session is not to be had, with the error as JSON
     */
    public static void open(
            Context context,
            HttpServerRequest request,
            ClientFrame hello,
            LongSupplier nanoTime,
            TransportMeters meters,
            Streams streams,
            Arrivals arrivals,
            Consumer<String> refused) {
        meters.opened();
        StreamConnection connection =
                new StreamConnection(context, request, nanoTime, meters, streams, arrivals, refused);
        request.response().setWriteQueueMaxSize(WebSocketConnection.OUTBOUND_BYTES);
        request.response().exceptionHandler(fault -> {}); // A line that broke ends in the close handler like any other.
        request.response().closeHandler(v -> connection.onClosed());
        int headers = request.headers().entries().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
        ClientFrame first = connection.unanswered.add(hello, answer -> {
            if (answer instanceof Answer.Refused(String error)) {
                refused.accept(error);
                connection.onClosed();
            }
        });
        request.headers().clear(); // They may take 32 KB for as long as the stream is open.
        connection.listener.onFrame(first, headers);
    }

    /** Whether a client's {@code Last-Event-ID} says that its stream ended for good. */
    public static boolean isEnd(String lastEventId) {
        return EventStream.isEnd(lastEventId);
    }

    /** The user; null before the stream has begun. */
    @Nullable
    String user() {
        return welcome == null ? null : welcome.user();
    }

    Context context() {
        return context;
    }

    /** Takes a command, on the stream's event loop; the answer comes once, here too. */
    void command(ClientFrame frame, Consumer<Answer> answered) {
        if (closing) {
            answered.accept(new Answer.Refused(Streams.noStream().toJson()));
        } else if (!paused) {
            listener.onFrame(unanswered.add(frame, answered), 0);
        } else if (held.size() < MOST_HELD) {
            held.add(() -> command(frame, answered));
        } else {
            answered.accept(new Answer.Refused(
                    ProtocolError.rateLimited(RETRY_AFTER_MILLIS).toJson()));
        }
    }

    @Override
    public void welcome(long id, Welcome welcomed) {
        if (closing) {
            return;
        }
        welcome = welcomed;
        streams.add(welcomed.connection(), this);
        stream.begin();
        stream.event(null, "session", welcomed.session());
        unanswered.answer(id, new Answer.Done(welcomed.session()));
        welcomed.ended().forEach(this::event);
        if (welcomed.rejoined() != null) {
            event(welcomed.rejoined().event());
        }
    }

    @Override
    public void event(ServerEvent event) {
        if (closing || !stream.begun()) {
            return;
        }
        if (request.response().writeQueueFull()) {
            close(CloseCode.TOO_SLOW);
            return;
        }
        if (event.name().equals("server-draining")) {
            stream.retryAfter(new JsonObject(event.data()).getLong("reconnectAfterMs"));
        }
        stream.event(id(event), event.name(), event.data());
    }

    /** What a client comes back with. After the end of a conversation there is nothing to resume. */
    private static @Nullable String id(ServerEvent event) {
        return switch (event.name()) {
            case "session-replaced" -> EventStream.endId(CloseCode.SESSION_REPLACED);
            case "conversation-ended" -> "";
            default -> event.position() == null ? null : event.position().toString();
        };
    }

    @Override
    public void acknowledge(long id, String data) {
        unanswered.answer(id, new Answer.Done(data));
    }

    @Override
    public void refuse(long id, String error) {
        unanswered.answer(id, new Answer.Refused(error));
    }

    @Override
    public void close(CloseCode code) {
        if (closing) {
            return;
        }
        if (stream.begun()) {
            Farewell.of(code).ifPresent(last -> stream.event(EventStream.endId(code), last.name(), last.data()));
        }
        closing = true;
        meters.closed(code);
        endOrCut();
        context.runOnContext(v -> over());
    }

    /** Where nobody reads, the end of the stream never leaves: then the line is cut. */
    private void endOrCut() {
        if (!stream.begun()) {
            refused.accept(ProtocolError.unavailable(RETRY_AFTER_MILLIS).toJson());
            return;
        }
        long timer = context.owner().setTimer(CUT_AFTER_MILLIS, late -> {
            var unused = request.connection().close();
        });
        var unused = request.response().end().onComplete(gone -> context.owner().cancelTimer(timer));
    }

    private void onClosed() {
        if (!closing) {
            closing = true;
            meters.gone();
        }
        over();
    }

    private void over() {
        if (told) {
            return;
        }
        told = true;
        if (welcome != null) {
            streams.remove(welcome.connection(), this);
        }
        resume();
        listener.onClosed();
        context.owner()
                .setTimer(
                        LAST_ANSWERS_MILLIS,
                        late -> unanswered.answerAll(new Answer.Refused(
                                ProtocolError.unavailable(RETRY_AFTER_MILLIS).toJson())));
    }

    @Override
    public void ping() {
        if (!closing && stream.begun()) {
            stream.comment();
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        while (!paused && !held.isEmpty()) {
            held.remove().run();
        }
    }

    @Override
    public IpAddress address() {
        return address;
    }

    /** Of a client that only reads, nothing is heard but that it does. */
    @Override
    public long lastHeard() {
        return lastHeard;
    }
}
