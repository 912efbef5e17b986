package chat.tandem.socketio.engine;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Knows which of several servers is the home of a session, and brings what reaches another one there: with it, a load balancer may send
 * each request of a polling client, and its upgrade, to any server. Each server has a directory of its own; those of one kind know of
 * each other.
 *
 * <p>What is asked of one session by one server arrives in the order in which it was asked. Methods may be called from any context that
 * requests arrive on.
 */
public interface SessionDirectory {
    /** How long an answer may take beyond what the home waits by itself. */
    Duration TRANSIT = Duration.ofSeconds(5);

    /**
     * Sets what answers for the sessions whose home is here; once, before the first of them. It runs where the session was entered, gets
     * the session and what is asked, and may take its time.
     */
    void onAsked(BiFunction<String, Buffer, Future<Buffer>> answer);

    /** This server is the home of a session from now on. Called where the session lives; its client is told of it when this is done. */
    Future<Void> enter(String session);

    /** The session is over. */
    void leave(String session);

    /**
     * Asks the home of a session.
     *
     * @param patience how long to wait for the answer
     * @return the answer, here; empty where no server that lives is its home; fails where the answer did not come in time
     */
    Future<Optional<Buffer>> ask(String session, Buffer question, Duration patience);

    /** For a server that is alone: no session has another home. */
    static SessionDirectory alone() {
        return new InMemoryDirectories().directory();
    }
}
