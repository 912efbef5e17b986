package chat.tandem.common.bus;

import chat.tandem.common.bus.Address.Begin;
import chat.tandem.common.bus.Address.Duty;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.state.Beliefs;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.RedisClock;
import chat.tandem.common.state.Script;
import chat.tandem.common.state.ScriptRunner;
import chat.tandem.common.state.StateSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scripts of the bus, each as one method. None of them has a deadline: repeated or late, they do no harm, and a
 * renewal that was refused for being late could never learn that Redis' clock had jumped.
 */
final class BusScripts {
    private static final Script APPEND = script("append");
    private static final Script REQUEST = script("request");
    private static final Script REPLY = script("reply");
    private static final Script RELAY = script("relay");
    private static final Script READ_LEASE = script("read-lease");
    private static final Script TAKE_OVER = script("take-over");
    private static final Script ACKNOWLEDGE = script("acknowledge");
    private static final Script DEAD_LETTER = script("dead-letter");
    private static final Script GIVE_BACK = script("give-back");
    private static final Script REQUEUE = script("requeue");

    /** What the key is called that counts how many bytes of messages wait at an address. */
    private static final String BYTES = "-bytes";

    private final ScriptRunner runner;
    private final Keys keys;
    private final Beliefs inboxes = new Beliefs();

    BusScripts(RedisLink link, Keys keys, Metrics metrics) {
        this.runner = new ScriptRunner(link::send, keys, new RedisClock(), metrics);
        this.keys = keys;
    }

    /** Of the settings these scripts use the lifetime of a shard and the bound of an inbox, which are fixed. */
    private static Script script(String name) {
        return Script.load(BusScripts.class, name, StateSettings.defaults());
    }

    Future<String> append(Address<?> to, Map<String, Buffer> fields) {
        List<Object> arguments = arguments(to.stream(), expires(to), to.bound());
        addAll(arguments, fields);
        return run(APPEND, to, arguments).map(BusScripts::appended);
    }

    /**
     * Puts a request on its address.
     *
     * @param patienceMs how long the asker waits; the script turns it into a moment of Redis' time
     * @param limited the user against whose limit it counts; empty for none
     */
    Future<String> request(
            Address<ServiceRequest> to, long patienceMs, Map<String, Buffer> fields, String limited, RateLimit limit) {
        List<Object> arguments = arguments(
                to.stream(), to.bound(), patienceMs, limited, Double.toString(limit.intervalMillis()), limit.burst());
        addAll(arguments, fields);
        List<String> declared = List.of(keys.fixed(to.stream()), keys.questionLimit(limited));
        return runner.run(REQUEST, declared, new Beliefs(), arguments).map(BusScripts::appended);
    }

    private static String appended(Response reply) {
        if (ScriptRunner.status(reply).equals("rate-limited")) {
            throw new RateLimitedException(reply.get(1).toLong());
        }
        if (ScriptRunner.status(reply).equals("unavailable")) {
            throw new RequestTimeoutException("too many entries wait on this address");
        }
        return reply.get(1).toString();
    }

    /** @param kind {@code data} or {@code error} */
    Future<Void> reply(ServiceRequest request, String kind, Buffer body) {
        return reply(request.inbox(), request.correlation(), kind, body);
    }

    Future<Void> reply(String inbox, String correlation, String kind, Buffer body) {
        return runner.run(REPLY, List.of(keys.inbox(inbox)), new Beliefs(), List.of(inbox, correlation, kind, body))
                .mapEmpty();
    }

    /** Returns whether there was anybody to take it. */
    Future<Optional<String>> relay(String place, String asker, String correlation, Buffer body) {
        return runner.run(RELAY, List.of(keys.at(place)), inboxes, List.of(place, asker, correlation, body))
                .map(reply -> switch (ScriptRunner.status(reply)) {
                    case "ok" -> Optional.of(reply.get(1).toString());
                    case "not-found" -> Optional.empty();
                    default -> throw new RequestTimeoutException("the gateway was not found in time");
                });
    }

    /**
     * A renewed lease.
     *
     * @param lapsed whether it had run out before, or is new
     * @param now Redis' time
     * @param passedBy whether entries have gone that the group has never seen
     */
    record Renewed(boolean lapsed, long now, boolean passedBy) {}

    /** @param begin where the group begins if it is not there */
    Future<Renewed> renew(Address<?> address, String reader, long leaseMs, Begin begin) {
        return run(
                        READ_LEASE,
                        address,
                        arguments(
                                address.stream(),
                                address.group(),
                                reader,
                                leaseMs,
                                expires(address),
                                begin.position(),
                                shared(address)))
                .map(reply -> new Renewed(
                        reply.get(1).toInteger() == 1,
                        reply.get(2).toLong(),
                        reply.get(3).toInteger() == 1));
    }

    /** Returns a list of (id, fields). */
    Future<Response> takeOver(Address<?> address, String reader, int count) {
        return run(TAKE_OVER, address, arguments(address.stream(), address.group(), reader, count))
                .map(reply -> reply.get(1));
    }

    /** @param sizes the ids of the entries, and how many bytes of messages each holds */
    Future<Void> acknowledge(Address<?> address, Map<String, Integer> sizes) {
        List<Object> arguments = arguments(address.stream(), address.group(), shared(address));
        sizes.forEach((id, size) -> {
            arguments.add(id);
            arguments.add(size);
        });
        return run(ACKNOWLEDGE, address, arguments).mapEmpty();
    }

    /** Fails with {@link DeadLettersFullException} where there is no room, and the address must lose nothing. */
    Future<Void> deadLetter(Address<?> address, String id, String reason) {
        int kept = address.duty() == Duty.KEPT ? 1 : 0;
        return run(
                        DEAD_LETTER,
                        address,
                        arguments(address.stream(), address.group(), shared(address), kept, reason, id))
                .map(reply -> {
                    if (ScriptRunner.status(reply).equals("unavailable")) {
                        throw new DeadLettersFullException();
                    }
                    return null;
                });
    }

    /** Returns whether it was there; fails with {@link RequestTimeoutException} where too many wait on its address. */
    Future<Boolean> requeue(Address<?> address, String id) {
        return run(REQUEUE, address, arguments(address.stream(), expires(address), address.bound(), id))
                .map(BusScripts::moved);
    }

    private static boolean moved(Response reply) {
        if (ScriptRunner.status(reply).equals("unavailable")) {
            throw new RequestTimeoutException("too many entries wait on this address");
        }
        return reply.get(1).toInteger() == 1;
    }

    Future<Void> giveBack(Address<?> address, String reader) {
        return run(GIVE_BACK, address, arguments(address.stream(), address.group(), reader))
                .mapEmpty();
    }

    private Future<Response> run(Script script, Address<?> address, List<Object> arguments) {
        String stream = keys.fixed(address.stream());
        List<String> touched = address.duty() == Duty.KEPT ? List.of(stream, stream + BYTES) : List.of(stream);
        return runner.run(script, touched, new Beliefs(), arguments);
    }

    private static int expires(Address<?> address) {
        return address.duty() == Duty.KEPT || address.duty() == Duty.SHARED ? 0 : 1;
    }

    private static int shared(Address<?> address) {
        return address.duty() == Duty.SHARED ? 1 : 0;
    }

    private static List<Object> arguments(Object... first) {
        return new ArrayList<>(List.of(first));
    }

    private static void addAll(List<Object> arguments, Map<String, Buffer> fields) {
        fields.forEach((name, value) -> {
            arguments.add(name);
            arguments.add(value);
        });
    }
}
