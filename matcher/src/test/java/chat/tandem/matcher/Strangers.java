package chat.tandem.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.redis.LinkOptions;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Beliefs;
import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.Connected;
import chat.tandem.common.state.Ids;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.SessionState;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.Shards;
import chat.tandem.common.state.StateSettings;
import chat.tandem.testing.RedisStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/** People at two gateways of one shard, for tests of what a matcher does to them. */
final class Strangers {

    static final String GATEWAY = "here";
    static final String OTHER_GATEWAY = "there";

    final Keys keys = Shards.of(1).keys(0);
    private final RedisStore redis;
    private final RedisLink link;
    private final ShardState state;

    Strangers(Vertx vertx, RedisStore redis, StateSettings settings) {
        this.redis = redis;
        link = RedisLink.open(vertx, RedisSettings.standalone(redis.url()), LinkOptions.commands());
        state = new ShardState(link::send, keys, settings);
        Awaitility.await().until(link::connected);
        ok(state.register(GATEWAY));
        ok(state.register(OTHER_GATEWAY));
    }

    /** Somebody who is connected. */
    record Person(String user, String gateway, String connection) {

        Owner owner() {
            return new Owner(user, connection, new Beliefs());
        }
    }

    Person person(String gateway) {
        var person = new Person(UUID.randomUUID().toString(), gateway, Ids.connectionId());
        assertThat(look(person).state()).isEqualTo(SessionState.IDLE);
        return person;
    }

    Person waiting(String... interests) {
        Person person = person(GATEWAY);
        join(person, interests);
        return person;
    }

    void join(Person person, String... interests) {
        ok(state.joinQueue(
                person.owner(),
                Arrays.stream(interests).map(word -> '"' + word + '"').toList()));
    }

    void next(Person person, String conversation) {
        ok(state.next(person.owner(), conversation, List.of()));
    }

    /** Connecting again with the same connection changes nothing. */
    Connected look(Person person) {
        var request = new ConnectRequest(person.user, person.gateway, person.connection, null, null);
        return ok(state.connect(request, new Beliefs()));
    }

    boolean isPaired(Person person) {
        return look(person).state() == SessionState.PAIRED;
    }

    boolean areTogether(Person one, Person other) {
        var paired = look(one).paired();
        return paired != null && paired.partner().equals(other.user);
    }

    String conversation(Person person) {
        var paired = look(person).paired();
        assertThat(paired).isNotNull();
        return paired.conversation();
    }

    void block(Person one, Person other) {
        String pair = one.user.compareTo(other.user) < 0 ? one.user + "|" + other.user : other.user + "|" + one.user;
        redis.command("ZADD", keys.fixed("blocks"), Long.toString(Long.MAX_VALUE / 2), pair);
    }

    /** The patience of all of them ends at this moment. */
    void endPatience(List<Person> people) {
        List<String> words = new ArrayList<>(List.of("ZADD", keys.fixed("queue")));
        List<Long> time = redis.command("TIME").lines().map(Long::valueOf).toList();
        String now = String.valueOf(time.getFirst() * 1_000 + time.getLast() / 1_000);
        people.forEach(person -> words.addAll(List.of(now, person.user)));
        redis.command(words.toArray(String[]::new));
    }

    void loseHints() {
        redis.command("DEL", keys.fixed("matcher"));
    }

    void renew(String gateway) {
        ok(state.renew(gateway));
    }

    /** What a gateway's clients are told, as text. */
    String inbox(String gateway) {
        return redis.command("XRANGE", keys.inbox(gateway), "-", "+");
    }

    /** What persistence is to write, as text. */
    String writes() {
        return redis.command("XRANGE", keys.fixed("messages"), "-", "+");
    }

    String command(String... words) {
        return redis.command(words);
    }

    void close() {
        link.close().await();
    }

    static <T> T ok(Future<Outcome<T>> outcome) {
        return switch (outcome.await()) {
            case Outcome.Ok<T>(T value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }
}
