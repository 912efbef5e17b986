package chat.tandem.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Beliefs;
import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.SendRequest;
import chat.tandem.common.state.Sent;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.StateSettings;
import chat.tandem.persistence.store.PostgresAddress;
import chat.tandem.persistence.store.PostgresSettings;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A message id that its sender uses again when nobody remembers it: what is acknowledged is stored. */
@ExtendWith({Stores.class, VertxExtension.class})
class ReusedIdTest {

    private static final StateSettings SETTINGS = StateSettings.read(SettingsReader.of(
            Map.of("TANDEM_LIMIT_MESSAGES", "off", "TANDEM_LIMIT_BYTES", "off", "TANDEM_GATEWAY_LEASE", "10m")));
    private static final String GATEWAY = "gateway";

    /** Messages of each: at 1,024 ids of a conversation the oldest beyond 256 of each sender are forgotten. */
    private static final int EACH = 520;

    private RedisStore redis;
    private Database database;
    private Feed feed;
    private Questions questions;
    private ShardState state;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, PostgresStore postgres) {
        this.redis = redis;
        database = Database.migrated(postgres);
        feed = new Feed(vertx, redis);
        questions = new Questions(vertx, feed);
        state = new ShardState(feed.bus.commands()::send, feed.keys, SETTINGS);
        ok(state.register(GATEWAY));
        var settings = new PersistenceSettings(
                RedisSettings.standalone(redis.url()),
                PostgresSettings.of(PostgresAddress.parse(postgres.url())),
                100,
                PersistenceSettings.LINGER,
                Duration.ofMillis(500));
        vertx.deployVerticle(new PersistenceVerticle(settings, new Operations()))
                .await();
    }

    @AfterEach
    void close() {
        questions.close();
        feed.close();
    }

    private static <T> T ok(Future<Outcome<T>> future) {
        return switch (future.await()) {
            case Outcome.Ok<T>(var value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }

    private Owner comes() {
        var person = new Owner(UUID.randomUUID().toString(), UUID.randomUUID().toString(), new Beliefs());
        ok(state.connect(
                new ConnectRequest(person.user(), GATEWAY, person.connection(), null, null), person.beliefs()));
        ok(state.joinQueue(person, List.of()));
        return person;
    }

    private Future<Outcome<Sent>> send(Owner from, String conversation, UUID id, String words) {
        String prefix = new JsonObject()
                .put("id", id.toString())
                .put("conversationId", conversation)
                .put("from", from.user())
                .put("type", "text")
                .put("body", words)
                .encode();
        return state.sendMessage(
                from,
                SendRequest.text(
                        conversation, id.toString(), Buffer.buffer(prefix.substring(0, prefix.length() - 1)), 0));
    }

    @Test
    void otherWordsUnderAForgottenIdAreShownAndStoredBesideTheFirst() {
        Owner ann = comes();
        Owner bob = comes();
        String conversation = new ShardUpkeep(feed.bus.commands()::send, feed.keys, SETTINGS)
                .pair(List.of(ann.user()), false)
                .await()
                .getFirst()
                .conversation();
        UUID reused = UUID.randomUUID();
        Sent first = ok(send(ann, conversation, reused, "first words"));
        assertThat(ok(send(ann, conversation, reused, "other words"))).isEqualTo(new Sent(1, first.sentAt(), true));
        for (int i = 1; i < EACH; i++) {
            Future<Outcome<Sent>> one = send(ann, conversation, UUID.randomUUID(), "ann " + i);
            ok(send(bob, conversation, UUID.randomUUID(), "bob " + i));
            ok(one);
        }

        Sent again = ok(send(ann, conversation, reused, "other words"));
        assertThat(again.repeated()).isFalse();
        assertThat(again.sequence()).isEqualTo(2L * EACH);
        await().atMost(Duration.ofSeconds(60)).until(() -> feed.waiting() == 0);
        redis.command("DEL", feed.keys.log(conversation));

        JsonObject newest = page(bob, new JsonObject().put("conversationId", conversation));
        assertThat(newest.getJsonArray("messages").getJsonObject(49).getString("body"))
                .isEqualTo("other words");
        JsonObject oldest = page(
                bob,
                new JsonObject()
                        .put("conversationId", conversation)
                        .put("after", 0)
                        .put("limit", 1));
        assertThat(oldest.getJsonArray("messages").getJsonObject(0).getString("body"))
                .isEqualTo("first words");
        assertThat(database.rows("SELECT count(*), max(sequence) FROM messages"))
                .containsExactly(2 * EACH + "|" + 2 * EACH);
        database.execute("INSERT INTO reported_conversations (id) VALUES ('" + conversation + "')");
        database.execute("SELECT copy_reported_messages(relname, 10) FROM pg_inherits JOIN pg_class"
                + " ON pg_class.oid = inhrelid WHERE inhparent = 'messages'::regclass");
        assertThat(database.rows("SELECT body FROM reported_messages WHERE id = '" + reused + "' ORDER BY sequence"))
                .containsExactly("first words", "other words");
        assertThat(exported(ann)).containsSubsequence("first words", "other words");
    }

    private JsonObject page(Owner who, JsonObject query) {
        return new JsonObject(questions
                .ask("history", who.user(), query, Duration.ofSeconds(20))
                .await());
    }

    private String exported(Owner who) {
        StringBuilder document = new StringBuilder();
        @Nullable String cursor = null;
        do {
            JsonObject query = new JsonObject().put("cursor", cursor);
            JsonObject piece = new JsonObject(questions
                    .ask("export", who.user(), query, Duration.ofSeconds(20))
                    .await());
            document.append(piece.getString("chunk"));
            cursor = piece.getString("next");
        } while (cursor != null);
        return document.toString();
    }
}
