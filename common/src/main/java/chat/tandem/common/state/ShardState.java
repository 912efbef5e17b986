package chat.tandem.common.state;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.state.ConnectRequest.Belief;
import chat.tandem.common.state.ConnectRequest.Resume;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway does to a shard for its clients, and for itself. Each method is one script in one round trip (two, when
 * a key's name had moved). A refused outcome changed nothing; a failed future means that Redis did not answer, and the
 * outcome is unknown.
 */
public final class ShardState {
    /** The life of a token of ours and a day: how long it is remembered that a guest was erased. */
    public static final Duration GUEST_ERASED_LIFE = Duration.ofDays(31);

    private final ScriptRunner runner;
    private final ScriptRunner upkeep;
    private final RateLimit questions;
    private final Script connect;
    private final Script joinQueue;
    private final Script next;
    private final Script leaveQueue;
    private final Script sendMessage;
    private final Script typing;
    private final Script read;
    private final Script leave;
    private final Script disconnect;
    private final Script renew;
    private final Script reap;
    private final Script erase;
    private final Script countGuest;

    /**
     * @param redis sends a command to the server that holds the shard ({@code link::send})
     * @param keys the shard's names
     * @param settings the same in all processes of a deployment
     * @param metrics where it shows how long scripts take
     */
    public ShardState(Function<Request, Future<Response>> redis, Keys keys, StateSettings settings, Metrics metrics) {
        this(redis, keys, settings, metrics, Script.REDIS_CLOCK);
    }

    /**
     * As above, with a link of its own for what keeps a gateway alive, which then waits behind no command of a client.
     *
     * @param upkeep sends a command to the same server
     */
    public ShardState(
            Function<Request, Future<Response>> redis,
            Function<Request, Future<Response>> upkeep,
            Keys keys,
            StateSettings settings,
            Metrics metrics) {
        this(new ScriptRunner(redis, keys, new RedisClock(), metrics), upkeep, settings, metrics, Script.REDIS_CLOCK);
    }

    /** As above, unmeasured. */
    public ShardState(Function<Request, Future<Response>> redis, Keys keys, StateSettings settings) {
        this(redis, keys, settings, new Metrics());
    }

    /** As above with another source of time: a test moves it at will. */
    ShardState(
            Function<Request, Future<Response>> redis,
            Keys keys,
            StateSettings settings,
            Metrics metrics,
            String clock) {
        this(new ScriptRunner(redis, keys, new RedisClock(), metrics), redis, settings, metrics, clock);
    }

    /** As above with a runner whose process clock a simulation moves as well. */
    ShardState(ScriptRunner runner, StateSettings settings, String clock) {
        this(runner, runner, settings, clock);
    }

    private ShardState(
            ScriptRunner runner,
            Function<Request, Future<Response>> upkeep,
            StateSettings settings,
            Metrics metrics,
            String clock) {
        this(runner, new ScriptRunner(upkeep, runner.keys(), runner.clock(), metrics), settings, clock);
    }

    private ShardState(ScriptRunner runner, ScriptRunner upkeep, StateSettings settings, String clock) {
        this.runner = runner;
        this.upkeep = upkeep;
        this.questions = settings.limits().questions();
        connect = script("connect", settings, clock);
        joinQueue = script("join-queue", settings, clock);
        next = script("next", settings, clock);
        leaveQueue = script("leave-queue", settings, clock);
        sendMessage = script("send-message", settings, clock);
        typing = script("typing", settings, clock);
        read = script("read", settings, clock);
        leave = script("leave", settings, clock);
        disconnect = script("disconnect", settings, clock);
        renew = script("renew", settings, clock);
        reap = script("reap", settings, clock);
        erase = script("erase", settings, clock);
        countGuest = script("count-guest", settings, clock);
    }

    private static Script script(String name, StateSettings settings, String clock) {
        return Script.load(ShardState.class, name, settings, clock);
    }

    /** Runs other scripts on the same shard. */
    public ScriptRunner runner() {
        return runner;
    }

    /** The shard's keys. */
    public Keys keys() {
        return runner.keys();
    }

    /** The shard's time; measured by {@link #register} and {@link #renew}. */
    public RedisClock clock() {
        return runner.clock();
    }

    /**
     * Takes the user's session for a connection. Refused as {@code GONE} when the gateway's own lease is over, and as
     * {@code LATE} when the call was stuck on its way. Where the request holds a belief, refused too as {@code STALE}
     * when another connection holds the session, as {@code STATE_LOST} when Redis knows less than was believed, and as
     * {@code GONE} when the session is not to be held further. Refused as {@code ERASED} when the user was erased since the
     * token was issued.
     */
    public Future<Outcome<Connected>> connect(ConnectRequest request, Beliefs beliefs) {
        Resume resume = request.resume();
        Belief belief = request.belief();
        List<Object> arguments = List.of(
                request.user(),
                request.gateway(),
                request.connection(),
                orEmpty(request.nameJson()),
                resume == null ? "" : resume.conversation(),
                resume == null ? 0L : resume.sequence(),
                belief == null ? "" : belief.state().word(),
                belief == null ? 0L : belief.highest(),
                belief != null && belief.keep() ? 1L : 0L,
                request.issuedAt());
        return run(connect, touchedBy(request), beliefs, arguments, reply -> ConnectReply.read(reply, resume));
    }

    private List<String> touchedBy(ConnectRequest request) {
        List<String> names = new ArrayList<>(
                List.of(keys().on(request.gateway()), keys().inbox(request.gateway()), keys().erased(request.user())));
        if (request.resume() != null) {
            names.add(keys().log(request.resume().conversation()));
        }
        return names;
    }

    /**
     * Takes a place in the queue, or keeps it with other interests.
     *
     * @param interestsJson at most 5, each the JSON string that it is compared by, and, after a line feed, the one that the
     *     person wrote, where that differs
     */
    public Future<Outcome<Place>> joinQueue(Owner owner, List<String> interestsJson) {
        return run(joinQueue, List.of(), owner, with(owner, interestsJson), ShardState::place);
    }

    /** Ends the conversation named and takes a place in the queue, in one step. */
    public Future<Outcome<Long>> next(Owner owner, String conversation, List<String> interestsJson) {
        List<Object> arguments = new ArrayList<>(List.of(owner.user(), owner.connection(), conversation));
        arguments.addAll(interestsJson);
        return run(
                next,
                ofConversation(conversation),
                owner,
                arguments,
                reply -> reply.get(1).toLong());
    }

    /** Gives the place in the queue up; idle already is as good. */
    public Future<Outcome<Place>> leaveQueue(Owner owner) {
        return run(leaveQueue, List.of(), owner, with(owner, List.of()), ShardState::place);
    }

    /** Sends a message. A repeated id gets the first result in any state. */
    public Future<Outcome<Sent>> sendMessage(Owner owner, SendRequest request) {
        return sendMessage(owner, request, 0);
    }

    /**
     * The same, telling the partner's gateway since when the message has been under way.
     *
     * @param readAt when the sender's frame was read, in Redis' epoch milliseconds; 0 where that is not known
     */
    public Future<Outcome<Sent>> sendMessage(Owner owner, SendRequest request, long readAt) {
        List<Object> arguments = List.of(
                owner.user(),
                owner.connection(),
                request.conversation(),
                request.id(),
                request.kind(),
                request.prefix(),
                request.highest(),
                orEmpty(request.upload()),
                readAt);
        return run(
                sendMessage,
                touchedBy(request),
                owner,
                arguments,
                reply -> new Sent(
                        reply.get(1).toLong(),
                        reply.get(2).toLong(),
                        reply.get(3).toInteger() == 1));
    }

    /** Tells the partner that the user is typing, or no longer. */
    public Future<Outcome<Done>> typing(Owner owner, String conversation, boolean isTyping) {
        return run(typing, List.of(), owner, with(owner, List.of(conversation, isTyping)), ShardState::nothing);
    }

    /** Moves the highest sequence read; a lower one than before changes nothing. */
    public Future<Outcome<Done>> read(Owner owner, String conversation, long sequence) {
        return run(read, List.of(), owner, with(owner, List.of(conversation, sequence)), ShardState::nothing);
    }

    /** Ends the conversation named. */
    public Future<Outcome<Done>> leave(Owner owner, String conversation) {
        return run(leave, ofConversation(conversation), owner, with(owner, List.of(conversation)), ShardState::nothing);
    }

    /** Lets go of a session. Refused as {@code STALE} when another connection holds it: there is nothing to do. */
    public Future<Outcome<Done>> disconnect(String user, String connection, String gateway) {
        return runEvenLate(disconnect, List.of(keys().on(gateway)), List.of(user, connection), ShardState::nothing);
    }

    /**
     * Ends everything that a user is doing, for good: the partner is told, the connection that holds the session gets
     * {@code session-erased}, and tokens issued so far let nobody in any more. These go on counting where there is nothing to
     * protect: a user who was never matched in the present session, unless the caller knows better. Counts as a question of
     * the user's, and is refused as {@code RATE_LIMITED} beyond that limit.
     *
     * @param tokenLife how long a token of this user may live: so long it is remembered that the user was erased; zero where
     *     nobody can say, and then it is remembered for good
     * @param protect whether there is something to protect that the shard does not know of
     */
    public Future<Outcome<Erased>> erase(String user, Duration tokenLife, boolean protect) {
        return erase(user, tokenLife, protect, questions.burst());
    }

    /** As {@link #erase(String, Duration, boolean)} of somebody of whom something is stored, after a call that was counted. */
    public Future<Outcome<Erased>> eraseKnown(String user, Duration tokenLife) {
        return erase(user, tokenLife, true, 0);
    }

    private Future<Outcome<Erased>> erase(String user, Duration tokenLife, boolean protect, int burst) {
        return run(
                erase,
                List.of(keys().erased(user), keys().uploadLimit(user), keys().questionLimit(user)),
                new Beliefs(),
                List.of(
                        user,
                        tokenLife.toMillis(),
                        protect ? 1 : 0,
                        Double.toString(questions.intervalMillis()),
                        burst),
                reply -> new Erased(reply.get(1).toLong(), reply.get(2).toInteger() == 1));
    }

    /**
     * Counts a guest that is to be made, for all gateways together. Refused as {@code RATE_LIMITED} where there were too many.
     *
     * @param network a name of the client's network, which fits into a key
     * @param limit on one network's guests; not off
     */
    public Future<Outcome<Done>> countGuest(String network, RateLimit limit) {
        return runEvenLate(
                countGuest,
                List.of(keys().guests(network)),
                List.of(network, Double.toString(limit.intervalMillis()), limit.burst()),
                reply -> Done.DONE);
    }

    /** Enters a gateway under a new id; its lease begins. */
    public Future<Outcome<Lease>> register(String gateway) {
        return renew(gateway, 1);
    }

    /** Extends a gateway's lease. Refused as {@code GONE} when it counts as dead: it needs a new id. */
    public Future<Outcome<Lease>> renew(String gateway) {
        return renew(gateway, 0);
    }

    private Future<Outcome<Lease>> renew(String gateway, int enter) {
        return runEvenLate(
                upkeep, renew, List.of(keys().inbox(gateway), keys().on(gateway)), List.of(gateway, enter), reply -> {
                    clock().measured(reply.get(3).toLong());
                    return new Lease(
                            reply.get(1).toLong(),
                            reply.get(2).toLong(),
                            reply.get(4).toLong());
                });
    }

    /**
     * Takes a gateway that stops out of the registry, at most 200 of its users at a time.
     *
     * @return how many users are left; 0 when it is gone
     */
    public Future<Outcome<Integer>> deregister(String gateway) {
        return runEvenLate(
                reap,
                List.of(keys().on(gateway), keys().inbox(gateway)),
                List.of(gateway, 1),
                reply -> reply.get(1).toInteger());
    }

    private List<String> touchedBy(SendRequest request) {
        List<String> names = ofConversation(request.conversation());
        return request.upload() == null ? names : List.of(names.get(0), names.get(1), keys().upload(request.upload()));
    }

    private List<String> ofConversation(String conversation) {
        return List.of(keys().log(conversation), keys().seen(conversation));
    }

    private static List<Object> with(Owner owner, List<?> others) {
        List<Object> arguments = new ArrayList<>(List.of(owner.user(), owner.connection()));
        arguments.addAll(others);
        return arguments;
    }

    private <T> Future<Outcome<T>> run(
            Script script, List<String> declared, Owner owner, List<Object> arguments, Function<Response, T> ok) {
        return run(script, declared, owner.beliefs(), arguments, ok);
    }

    private <T> Future<Outcome<T>> run(
            Script script, List<String> declared, Beliefs beliefs, List<Object> arguments, Function<Response, T> ok) {
        return ScriptRunner.refuseWhenFull(
                runner.run(script, declared, beliefs, arguments).map(reply -> ScriptRunner.outcome(reply, ok)));
    }

    private <T> Future<Outcome<T>> runEvenLate(
            Script script, List<String> declared, List<Object> arguments, Function<Response, T> ok) {
        return runEvenLate(runner, script, declared, arguments, ok);
    }

    private static <T> Future<Outcome<T>> runEvenLate(
            ScriptRunner runner,
            Script script,
            List<String> declared,
            List<Object> arguments,
            Function<Response, T> ok) {
        return ScriptRunner.refuseWhenFull(
                runner.runEvenLate(script, declared, arguments).map(reply -> ScriptRunner.outcome(reply, ok)));
    }

    private static Place place(Response reply) {
        return new Place(reply.get(1).toLong(), reply.get(2).toString());
    }

    private static Done nothing(Response reply) {
        return Done.DONE;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
