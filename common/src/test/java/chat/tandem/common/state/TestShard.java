package chat.tandem.common.state;

import static java.util.Objects.requireNonNull;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.LinkOptions;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.testing.RedisStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A shard on a real Redis whose time stands still until a test moves it. */
final class TestShard implements AutoCloseable {
    static final String GATEWAY = "g1";
    static final String OTHER_GATEWAY = "g2";
    static final String CLOCK = "local now = tonumber(redis.call('GET', '{0}:test-clock'))\n";

    static final UploadState.Rules UPLOADS =
            new UploadState.Rules(RateLimit.parse("20/h"), Duration.ofHours(1), Duration.ofDays(1));

    final Keys keys = Shards.of(1).keys(0);
    final ShardState state;
    final ShardUpkeep upkeep;
    final UploadState uploads;
    private final Vertx vertx = Vertx.vertx();
    private final RedisLink redis;
    private long now = 1_700_000_000_000L;
    private int people;

    TestShard(RedisStore store) {
        this(store, StateSettings.defaults());
    }

    TestShard(RedisStore store, StateSettings settings) {
        redis = RedisLink.open(
                vertx,
                new RedisSettings(List.of(store.url()), RedisSettings.Mode.STANDALONE, 1),
                LinkOptions.commands());
        Awaitility.await().until(redis::connected);
        state = new ShardState(redis::send, keys, settings, new Metrics(), CLOCK);
        upkeep = new ShardUpkeep(redis::send, keys, settings, new Metrics(), CLOCK);
        uploads = new UploadState(redis::send, keys, UPLOADS, new Metrics(), CLOCK);
        advance(Duration.ZERO);
        await(state.register(GATEWAY));
        await(state.register(OTHER_GATEWAY));
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    static <T> T ok(Future<Outcome<T>> future) {
        return switch (await(future)) {
            case Outcome.Ok<T>(var value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }

    static <T> Refusal.Kind refusal(Future<Outcome<T>> future) {
        return switch (await(future)) {
            case Outcome.Ok<T>(var value) -> throw new AssertionError("not refused: " + value);
            case Outcome.Refused<T>(var refusal) -> refusal.kind();
        };
    }

    long now() {
        return now;
    }

    void advance(Duration time) {
        now += time.toMillis();
        redis("SET", "{0}:test-clock", Long.toString(now));
        state.clock().measured(now);
    }

    /** The score of a sorted set's member, a moment mostly; -1 when it is not in it. */
    long score(String set, String member) {
        Response score = redis("ZSCORE", keys.fixed(set), member);
        return score == null ? -1 : score.toDouble().longValue();
    }

    /** Moves time while every gateway renews its lease. */
    void pass(Duration time) {
        advance(time);
        ok(state.renew(GATEWAY));
        ok(state.renew(OTHER_GATEWAY));
    }

    /** Moves time, second by second, while all gateways but one renew their leases. */
    void passWithout(String dead, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            advance(Duration.ofSeconds(1));
            ok(state.renew(dead.equals(GATEWAY) ? OTHER_GATEWAY : GATEWAY));
        }
    }

    Response redis(String command, String... arguments) {
        Request request = Request.cmd(Command.create(command));
        for (String argument : arguments) {
            request.arg(argument);
        }
        return await(redis.send(request));
    }

    String redisText(String command, String... arguments) {
        Response reply = redis(command, arguments);
        return reply == null ? "nil" : reply.toString();
    }

    Person person() {
        return person(GATEWAY);
    }

    /** Somebody new, connected. */
    Person person(String gateway) {
        people++;
        Person person = new Person(new UUID(0, people).toString(), gateway, "c" + people, new Beliefs());
        connect(person);
        return person;
    }

    Connected connect(Person person) {
        return ok(state.connect(person.request(null), person.beliefs));
    }

    /** Erases somebody whom the caller knows; the moment. */
    long erase(Person who) {
        return ok(state.erase(who.user, ShardState.GUEST_ERASED_LIFE, true)).moment();
    }

    /** Two people in a conversation: its id. */
    String conversation(Person one, Person other) {
        ok(state.joinQueue(one.owner(), List.of()));
        ok(state.joinQueue(other.owner(), List.of()));
        List<Match> matches = await(upkeep.pair(List.of(one.user), false));
        if (matches.size() != 1) {
            throw new AssertionError("no match");
        }
        return matches.get(0).conversation();
    }

    Sent say(Person who, String conversation, UUID id) {
        return ok(state.sendMessage(who.owner(), message(who, conversation, id)));
    }

    SendRequest message(Person who, String conversation, UUID id) {
        String prefix = "{\"id\":\"" + id + "\",\"conversationId\":\"" + conversation + "\",\"from\":\"" + who.user
                + "\",\"type\":\"text\",\"body\":\"hi\"";
        return SendRequest.text(conversation, id.toString(), Buffer.buffer(prefix), 0);
    }

    SendRequest image(Person who, String conversation, UUID id, String upload) {
        String prefix = "{\"id\":\"" + id + "\",\"conversationId\":\"" + conversation + "\",\"from\":\"" + who.user
                + "\",\"type\":\"image\"";
        return SendRequest.image(conversation, id.toString(), upload, Buffer.buffer(prefix), 0);
    }

    /** An upload of somebody's that is yet to come: its id. */
    String upload(Person who) {
        String id = new UUID(7, ++people).toString();
        ok(uploads.request(who.user, Upload.announced(id, "image/png", 1_000, null, now + 300_000)));
        return id;
    }

    /** A completed upload of somebody's: its id. */
    String completed(Person who, String key) {
        String id = upload(who);
        ok(uploads.complete(who.user, id, new Upload.Completed(key, "\"/media/" + key + "\"")));
        return id;
    }

    /** What the inbox of a person's gateway holds for this connection: event and data. */
    List<String> inbox(Person person) {
        List<String> events = new ArrayList<>();
        for (Map<String, String> entry : stream(keys.inbox(person.gateway))) {
            if (person.connection.equals(entry.get("to"))) {
                events.add(entry.get("event") + " " + entry.get("data"));
            }
        }
        return events;
    }

    /** The entries of a stream, oldest first. */
    List<Map<String, String>> stream(String key) {
        List<Map<String, String>> entries = new ArrayList<>();
        redis("XRANGE", key, "-", "+").forEach(entry -> {
            Map<String, String> fields = new LinkedHashMap<>();
            Response pairs = entry.get(1);
            for (int i = 0; i < pairs.size(); i += 2) {
                fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
            }
            entries.add(fields);
        });
        return entries;
    }

    Map<String, String> last(String stream) {
        List<Map<String, String>> entries = stream(keys.fixed(stream));
        return requireNonNull(entries.get(entries.size() - 1));
    }

    @Override
    public void close() {
        await(redis.close());
        await(vertx.close());
    }

    /** A user behind one connection. */
    record Person(String user, String gateway, String connection, Beliefs beliefs) {
        Owner owner() {
            return new Owner(user, connection, beliefs);
        }

        ConnectRequest request(ConnectRequest.@org.jspecify.annotations.Nullable Resume resume) {
            return new ConnectRequest(user, gateway, connection, null, resume);
        }

        /** The same user behind another connection. */
        Person at(String otherGateway, String otherConnection) {
            return new Person(user, otherGateway, otherConnection, new Beliefs());
        }
    }
}
