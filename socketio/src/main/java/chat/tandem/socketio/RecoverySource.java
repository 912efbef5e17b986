package chat.tandem.socketio;

import chat.tandem.socketio.engine.impl.Ids;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recovery that outlives the process: the application keeps what a client may miss, say in its own log of messages, and any server
 * that shares the log gives it back. It stands in place of {@link RecoveryOptions}, which keep it in memory.
 *
 * <p>Events that can be given back are sent with {@link SocketIoSocket#emitAt}, which names their position in the log; others are not
 * kept. Two connections of one client, the older perhaps half-open, are the application's to tell apart.
 */
@FunctionalInterface
public interface RecoverySource {
    /**
     * Decides how a client goes on, once the middlewares have let it in; on the connection's context.
     *
     * @param socket the socket, which is not connected yet
     * @param claim what the client brings of an earlier session, if anything; who it is, is the middlewares' to prove
     * @return how it goes on; a failure refuses the client as a middleware's does
     */
    Future<Continuation> resume(SocketIoSocket socket, Optional<Claim> claim);

    /**
     * What a client says of its earlier session.
     *
     * @param privateId the secret that it was given
     * @param position the last position that it has seen; empty if none. It may be of a session before that one
     */
    record Claim(String privateId, Optional<String> position) {}

    /**
     * An event that a client missed.
     *
     * @param position its position
     * @param event its name
     * @param args its arguments, as those of {@link SocketIoSocket#emit}
     */
    record Missed(String position, String event, List<? extends @Nullable Object> args) {}

    /**
     * How a client goes on.
     *
     * @param id the socket's id, which may be told to others
     * @param privateId the secret with which the client may come back
     * @param isRecovered whether it goes on with its earlier session
     * @param missed what it gets when it has been told that it is connected, before anything else, oldest first
     */
    record Continuation(String id, String privateId, boolean isRecovered, List<Missed> missed) {
        public Continuation {
            missed = List.copyOf(missed);
        }

        /** With a new session. */
        public static Continuation anew(String privateId) {
            return new Continuation(Ids.next(), privateId, false, List.of());
        }

        /** With the session that it claims. */
        public static Continuation recovered(String id, Claim claim, List<Missed> missed) {
            return new Continuation(id, claim.privateId(), true, missed);
        }
    }
}
