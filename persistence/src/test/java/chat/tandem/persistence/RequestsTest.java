package chat.tandem.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.RequestRefusedException;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.persistence.Feed.Conversation;
import chat.tandem.persistence.store.PostgresAddress;
import chat.tandem.persistence.store.PostgresSettings;
import chat.tandem.testing.LogsErrors;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
@LogsErrors("an entry can never be stored")
class RequestsTest {

    private Feed feed;
    private Database database;
    private Questions questions;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, PostgresStore postgres) {
        database = Database.migrated(postgres);
        feed = new Feed(vertx, redis);
        questions = new Questions(vertx, feed);
        vertx.deployVerticle(new PersistenceVerticle(
                        new PersistenceSettings(
                                RedisSettings.standalone(redis.url()),
                                PostgresSettings.of(PostgresAddress.parse(postgres.url())),
                                100,
                                PersistenceSettings.LINGER,
                                Duration.ofMillis(500)),
                        new Operations()))
                .await();
    }

    @AfterEach
    void close() {
        questions.close();
        feed.close();
    }

    private Future<Buffer> ask(String user, JsonObject data) {
        return ask("history", user, data);
    }

    private Future<Buffer> ask(String type, String user, JsonObject data) {
        return questions.ask(type, user, data, Duration.ofSeconds(10));
    }

    private static JsonObject about(Conversation conversation) {
        return new JsonObject().put("conversationId", conversation.id());
    }

    private static void assertRefused(Future<Buffer> answer, String code) {
        assertThatThrownBy(answer::await)
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        refused -> assertThat(refused.error().toString()).contains("\"" + code + "\""));
    }

    @Test
    void whatWasSaidAMomentAgoIsInTheAnswer() {
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 3);
        JsonObject page = new JsonObject(
                ask(conversation.a(), about(conversation).put("limit", 2)).await());

        assertThat(page.getJsonArray("messages"))
                .extracting(message -> ((JsonObject) message).getString("body"))
                .containsExactly("number 2", "number 3");
        assertThat(page.getBoolean("more")).isTrue();
    }

    @Test
    void aConversationOfOthersIsNotFound() {
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 3);

        assertRefused(ask(UUID.randomUUID().toString(), about(conversation)), "not-found");
    }

    @Test
    void aFieldThatCannotBeUsedIsNamed() {
        Conversation conversation = feed.begin();

        assertRefused(ask(conversation.a(), about(conversation).put("before", "soon")), "before");
        assertRefused(ask(conversation.a(), new JsonObject().put("conversationId", "x")), "conversationId");
        assertRefused(ask("conversations", conversation.a(), new JsonObject().put("before", "x")), "before");
        assertRefused(ask("conversations", conversation.a(), new JsonObject().put("limit", 101)), "limit");
    }

    @Test
    void aQuestionThatNobodyUnderstandsIsAFault() {
        assertRefused(ask("dance", UUID.randomUUID().toString(), new JsonObject()), "internal");
        assertRefused(ask("conversations", "nobody", new JsonObject()), "internal");
    }

    @Test
    void whatWasSaidAMomentAgoIsInTheListOfConversations() {
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 3);
        JsonObject page = new JsonObject(
                ask("conversations", conversation.b(), new JsonObject()).await());

        JsonObject listed = page.getJsonArray("conversations").getJsonObject(0);
        assertThat(listed.getString("conversationId")).isEqualTo(conversation.id());
        assertThat(listed.getString("partnerId")).isEqualTo(conversation.a());
        assertThat(listed.getString("partnerName")).isEqualTo("Ann \"A\"");
        assertThat(listed.getJsonObject("lastMessage").getString("body")).isEqualTo("number 3");
        assertThat(listed.getInteger("unread")).isEqualTo(1);
    }

    @Test
    void whoWaitsForTheWritersKeepsNobodyElseWaitingAndGetsTheAnswerInTheEnd() {
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 3);
        await().until(() -> feed.waiting() == 0);
        List<Future<Buffer>> waiting = new ArrayList<>();
        database.whileWritersWait(() -> {
            feed.say(conversation, 4, 4);
            for (int i = 0; i < 200; i++) {
                waiting.add(ask("conversations", conversation.b(), new JsonObject()));
            }
            JsonObject older = new JsonObject().put("before", "ffffffff-ffff-7fff-bfff-ffffffffffff");
            assertThat(ask("conversations", conversation.b(), older).await().toString())
                    .contains("number 3");
            assertThat(waiting).noneMatch(Future::isComplete);
        });
        for (Future<Buffer> answer : waiting) {
            assertThat(answer.await().toString()).contains("number 4");
        }
    }

    @Test
    void imagesThatNoMessageShowsAreDeleted() {
        Conversation conversation = feed.begin();
        feed.append(feed.image(conversation, 1, "/media/20260701-aa"));
        JsonObject keys =
                new JsonObject().put("keys", new JsonArray().add("20260701-aa").add("20260701-bb"));
        long deadline = System.currentTimeMillis() + 60_000;
        feed.bus
                .append(
                        Addresses.REQUESTS,
                        new ServiceRequest("find-unreferenced", "", "", deadline, "", keys.toBuffer()))
                .await();

        await().until(() -> !feed.media().isEmpty());
        assertThat(feed.media()).contains("delete-objects", "{\"keys\":[\"20260701-bb\"]}");
    }

    @Test
    void whatStillWaitsToBeWrittenIsErasedToo() {
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 3);
        await().until(() -> feed.waiting() == 0);
        List<Future<Buffer>> erased = new ArrayList<>();
        database.whileWritersWait(() -> {
            feed.say(conversation, 4, 7);
            erased.add(ask("erase", conversation.a(), new JsonObject().put("moment", System.currentTimeMillis() + 1)));
            JsonObject older = new JsonObject().put("before", "ffffffff-ffff-7fff-bfff-ffffffffffff");
            ask("conversations", conversation.b(), older).await();
            assertThat(erased).noneMatch(Future::isComplete);
            await().until(() -> database.number("SELECT count(*) FROM users WHERE erasing_since IS NOT NULL") == 1);
        });
        erased.getFirst().await();
        assertThat(database.number("SELECT count(*) FROM users WHERE erasing_since IS NOT NULL"))
                .isZero();

        assertThat(database.rows("SELECT sequence, type, body FROM messages ORDER BY sequence"))
                .containsExactly(
                        "1|text|number 1",
                        "2|erased|null",
                        "3|text|number 3",
                        "4|erased|null",
                        "5|text|number 5",
                        "6|erased|null",
                        "7|text|number 7");
        assertRefused(ask(conversation.a(), about(conversation)), "not-found");
        assertThat(ask("conversations", conversation.a(), new JsonObject())
                        .await()
                        .toString())
                .doesNotContain(conversation.id());
        assertThat(ask("export", conversation.b(), new JsonObject()).await().toString())
                .contains(conversation.b());
    }

    @Test
    void whatCouldNotBeStoredIsThrownAwayWithItsSenderAndNothingElseIs() {
        Conversation conversation = feed.begin();
        feed.append(feed.message(conversation, 2, "of a \u0000"));
        feed.append(feed.message(conversation, 3, "of b \u0000"));
        await().until(() -> feed.deadLetterCount() == 2);

        ask("erase", conversation.a(), new JsonObject().put("moment", System.currentTimeMillis()))
                .await();

        assertThat(feed.deadLetterCount()).isEqualTo(1);
        assertThat(feed.deadLetters()).contains("of b");
    }

    private boolean isKnown(String user) {
        return ask("is-known", user, new JsonObject()).await().toJsonObject().getBoolean("known");
    }

    @Test
    void whoIsStoredOrWaitsToBeOrCouldNotBeIsKnownAndNobodyElse() {
        Conversation stored = feed.begin();
        await().until(() -> feed.waiting() == 0);
        List<Future<Buffer>> waiting = new ArrayList<>();
        Conversation[] later = new Conversation[1];
        database.whileWritersWait(() -> {
            later[0] = feed.begin();
            waiting.add(ask("is-known", later[0].a(), new JsonObject()));
            assertThat(isKnown(stored.a())).isTrue();
        });
        Conversation unstored = new Conversation(
                stored.id(), UUID.randomUUID().toString(), UUID.randomUUID().toString());
        feed.append(feed.message(unstored, 1, "of a \u0000"));
        await().until(() -> feed.deadLetterCount() == 1);

        assertThat(waiting.getFirst().await().toJsonObject().getBoolean("known"))
                .isTrue();
        assertThat(isKnown(UUID.randomUUID().toString())).isFalse();
        assertThat(List.of(unstored.a(), unstored.b()).stream().filter(this::isKnown))
                .hasSize(1);
    }

    @Test
    void ofSomebodyUnknownNothingIsErased() {
        String nobody = UUID.randomUUID().toString();

        ask("erase", nobody, new JsonObject().put("moment", System.currentTimeMillis()))
                .await();

        assertThat(database.number("SELECT count(*) FROM users")).isZero();
    }

    @Test
    void anErasureWithoutItsMomentIsRefused() {
        assertRefused(ask("erase", UUID.randomUUID().toString(), new JsonObject()), "moment");
        assertRefused(ask("export", UUID.randomUUID().toString(), new JsonObject().put("cursor", 7)), "cursor");
    }

    @Test
    void whilePostgresIsAwayHistoryIsUnavailable() {
        Conversation conversation = feed.begin();
        await().until(() -> feed.waiting() == 0);
        database.goAway();

        assertRefused(ask(conversation.a(), about(conversation)), "unavailable");
        database.comeBack();
    }
}
