package chat.tandem.gateway.shard;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.socketio.engine.SessionDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where the connections live that requests to other gateways may concern: one key in Redis for each, and the bus to bring what is asked
 * to its gateway. One for all event loops of a process and all kinds of connections; each kind has a {@link SessionDirectory} of it.
 */
public final class Places {
    /** How long a connection is found after it was last made known. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    private static final Duration RENEWAL = Duration.ofMinutes(3);

    /** After a registration, places are made known at two in a millisecond, and all of them within 3 s. */
    private static final int KNOWN_PER_MILLI = 2;

    private static final int LONGEST_ANNOUNCEMENT = 3_000;
    private static final long RETRY_MILLIS = 500;

    private final Map<Thread, Loop> loops = new ConcurrentHashMap<>();
    private final Map<String, Directory> kinds = new ConcurrentHashMap<>();

    /** The largest question to another gateway: two messages of a client, and what is said of them. */
    private static final int MOST_BYTES = 256 * 1024;

    private record Loop(Vertx vertx, ShardGateways shards, Set<String> entered, PlaceLookups lookups) {
        boolean isAt(Tenure tenure, String place) {
            return shards.tenureFor(place).filter(tenure::equals).isPresent();
        }
    }

    /** Connections on the current event loop may be entered, and asked about, from now on. */
    public void serve(Vertx vertx, ShardGateways shards) {
        Loop loop = new Loop(vertx, shards, ConcurrentHashMap.newKeySet(), new PlaceLookups(System::nanoTime));
        loops.put(Thread.currentThread(), loop);
        vertx.setPeriodic(
                RENEWAL.toMillis(), tick -> new ArrayList<>(loop.entered()).forEach(place -> enter(loop, place)));
        shards.onRegistered(begun -> announce(loop, begun));
    }

    /** The gateway has another id than the one that Redis knows its places by, or it is another Redis. */
    private static void announce(Loop loop, Tenure begun) {
        List<String> places =
                loop.entered().stream().filter(place -> loop.isAt(begun, place)).toList();
        int within = Math.min(places.size() / KNOWN_PER_MILLI, LONGEST_ANNOUNCEMENT);
        places.forEach(place ->
                announce(loop, begun, place, 1 + ThreadLocalRandom.current().nextLong(within + 1)));
    }

    private static void announce(Loop loop, Tenure begun, String place, long delay) {
        loop.vertx().setTimer(delay, timer -> {
            if (loop.entered().contains(place) && loop.isAt(begun, place)) {
                var unused = enter(loop, place).onFailure(busy -> announce(loop, begun, place, RETRY_MILLIS));
            }
        });
    }

    /**
     * The directory of one kind of connections.
     *
     * @param kind a short word
     */
    public SessionDirectory directory(String kind) {
        return kinds.computeIfAbsent(kind, Directory::new);
    }

    /** Answers another gateway; never, where it asks about a kind that is unknown here. */
    public Future<Buffer> asked(InboxEntry.Asked asked) {
        int separator = asked.place().indexOf(':');
        Directory directory = separator < 0 ? null : kinds.get(asked.place().substring(0, separator));
        return directory == null
                ? Future.failedFuture("an unknown kind of place")
                : directory.answer.apply(asked.place().substring(separator + 1), asked.data());
    }

    private static Future<Void> enter(Loop loop, String place) {
        return at(loop, place, questions -> questions.enter(place, LIFE));
    }

    private static <T> Future<T> at(Loop loop, String place, Function<Questions, Future<T>> use) {
        return loop.shards()
                .tenureFor(place)
                .map(tenure -> use.apply(tenure.questions()))
                .orElseGet(Places::away);
    }

    private static <T> Future<T> away() {
        return Future.failedFuture(new RequestTimeoutException("the shard is away"));
    }

    private final class Directory implements SessionDirectory {
        private final String prefix;
        private volatile BiFunction<String, Buffer, Future<Buffer>> answer =
                (session, question) -> Future.failedFuture("nobody answers");

        Directory(String kind) {
            prefix = kind + ":";
        }

        @Override
        public void onAsked(BiFunction<String, Buffer, Future<Buffer>> answering) {
            answer = answering;
        }

        @Override
        public Future<Void> enter(String session) {
            Loop loop = loops.get(Thread.currentThread());
            if (loop == null) {
                return away();
            }
            loop.entered().add(prefix + session);
            return Places.enter(loop, prefix + session);
        }

        @Override
        public void leave(String session) {
            Loop loop = loops.get(Thread.currentThread());
            if (loop != null && loop.entered().remove(prefix + session)) {
                var unused = at(loop, prefix + session, questions -> questions.leave(prefix + session));
            }
        }

        @Override
        public Future<Optional<Buffer>> ask(String session, Buffer question, Duration patience) {
            Loop loop = loops.get(Thread.currentThread());
            return loop == null || question.length() > MOST_BYTES
                    ? away()
                    : at(loop, prefix + session, questions -> ask(loop, questions, session, question, patience));
        }

        private Future<Optional<Buffer>> ask(
                Loop loop, Questions questions, String session, Buffer question, Duration patience) {
            String place = prefix + session;
            return loop.lookups().find(place, () -> questions.find(place)).compose(found -> {
                Future<Optional<Buffer>> answer =
                        found ? questions.relay(place, question, patience) : Future.succeededFuture(Optional.empty());
                return answer.onSuccess(answered -> {
                    if (answered.isEmpty()) {
                        loop.lookups().lost(place);
                    }
                });
            });
        }
    }
}
