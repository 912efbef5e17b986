package chat.tandem.persistence.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.Shards;
import chat.tandem.persistence.Database;
import chat.tandem.persistence.request.RequestFields;
import chat.tandem.persistence.store.Pools;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
class ConversationsTest {

    private static final long PATIENT = 10_000;

    private final Keys keys = Shards.of(1).keys(0);
    private final long now = Instant.now().toEpochMilli();
    private final UUID one = UUID.randomUUID();

    private Vertx vertx;
    private RedisStore redis;
    private Database database;
    private Pools pools;
    private ShardBus bus;
    private Conversations conversations;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, PostgresStore postgres) {
        this.vertx = vertx;
        this.redis = redis;
        database = Database.migrated(postgres);
        pools = database.open(vertx);
        bus = ShardBus.open(vertx, RedisSettings.standalone(redis.url()), keys);
        Awaitility.await().until(() -> bus.commands().connected());
        conversations = new Conversations(vertx, bus, new StoredConversations(pools.reads(), Duration.ofSeconds(5)));
        person(one, null);
    }

    @AfterEach
    void close() {
        bus.close().await();
        pools.close().await();
    }

    private Future<Buffer> ask(UUID user, long patienceMs, JsonObject data) {
        Promise<Buffer> page = Promise.promise();
        vertx.runOnContext(go -> conversations
                .page(user, ConversationsQuery.parse(new RequestFields(data)), patienceMs)
                .onComplete(page));
        return page.future();
    }

    private JsonObject page(UUID user, Object... fields) {
        JsonObject data = new JsonObject();
        for (int i = 0; i < fields.length; i += 2) {
            data.put((String) fields[i], fields[i + 1]);
        }
        return new JsonObject(ask(user, PATIENT, data).await());
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("conversations").stream()
                .map(each -> ((JsonObject) each).getString("conversationId"))
                .toList();
    }

    private void person(UUID id, @Nullable String name) {
        database.execute("INSERT INTO users (id, first_seen, name) VALUES ('" + id + "', now(), "
                + (name == null ? "null" : "'" + name + "'") + ")");
    }

    /** The id of a conversation that began so many hours ago. */
    private UUID begun(int hoursAgo) {
        return new UUID((now - hoursAgo * 3_600_000L) << 16 | 0x7000L, 0x8000_0000_0000_0000L | hoursAgo);
    }

    private UUID conversation(int hoursAgo, UUID a, UUID b) {
        UUID id = begun(hoursAgo);
        database.ensureMonthOf(id);
        database.execute("INSERT INTO conversations (id, a, b) VALUES ('" + id + "', '" + a + "', '" + b + "')");
        return id;
    }

    private UUID with(int hoursAgo, @Nullable String name) {
        UUID partner = UUID.randomUUID();
        person(partner, name);
        return hoursAgo % 2 == 0 ? conversation(hoursAgo, one, partner) : conversation(hoursAgo, partner, one);
    }

    private void said(UUID conversation, UUID sender, int from, int to) {
        database.execute("INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body) SELECT '"
                + conversation + "', '" + sender + "', gen_random_uuid(), n, '2026-07-01T12:00:00.123Z', 'text', "
                + "'number ' || n FROM generate_series(" + from + ", " + to + ") AS n");
    }

    private void read(UUID conversation, UUID reader, int sequence) {
        database.execute("INSERT INTO read_positions VALUES ('" + conversation + "', '" + reader + "', " + sequence
                + ", now()) ON CONFLICT (conversation, reader) DO UPDATE SET sequence = excluded.sequence");
    }

    private void somethingWaitsToBeWritten() {
        redis.command("XADD", keys.fixed("messages"), "*", "v", "1", "type", "message");
    }

    private void allIsWritten() {
        redis.command("XTRIM", keys.fixed("messages"), "MAXLEN", "0");
    }

    private JsonObject only(UUID user) {
        JsonObject page = page(user);
        assertThat(page.getJsonArray("conversations")).hasSize(1);
        return page.getJsonArray("conversations").getJsonObject(0);
    }

    @Test
    void aConversationIsShownWithItsPartnerItsLastMessageAndItsEnd() {
        UUID partner = UUID.randomUUID();
        UUID message = UUID.randomUUID();
        person(partner, "Zoë");
        UUID conversation = conversation(1, partner, one);
        said(conversation, one, 1, 1);
        database.execute("INSERT INTO messages VALUES (2, '2026-07-01T12:00:00.123Z', '" + conversation + "', '"
                + partner + "', '" + message + "', 'image', null, '/media/20260701-ab')");
        database.execute("UPDATE conversations SET ended_at = '2026-07-01T12:00:01Z'");

        assertThat(page(one)).isEqualTo(new JsonObject("""
                        {"conversations": [{"conversationId": "%1$s", "kind": "stranger", "partnerId": "%2$s",
                          "partnerName": "Zoë", "lastMessage": {"id": "%3$s", "conversationId": "%1$s", "from": "%2$s",
                          "type": "image", "url": "/media/20260701-ab", "sequence": 2, "sentAt": 1782907200123},
                          "unread": 1, "endedAt": 1782907201000}]}""".formatted(conversation, partner, message)));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        UUID conversation = with(1, null);

        assertThat(only(one).fieldNames()).containsExactly("conversationId", "kind", "partnerId", "unread");
        assertThat(only(one).getString("conversationId")).isEqualTo(conversation.toString());
        assertThat(only(one).getInteger("unread")).isZero();
        assertThat(page(UUID.randomUUID())).isEqualTo(new JsonObject("{\"conversations\": []}"));
    }

    @Test
    void onlyThePartnersMessagesAboveTheReadPositionAreUnread() {
        UUID partner = UUID.randomUUID();
        person(partner, null);
        UUID conversation = conversation(1, partner, one);
        said(conversation, partner, 1, 5);
        said(conversation, one, 6, 7);
        said(conversation, partner, 8, 9);

        assertThat(only(one).getInteger("unread")).isEqualTo(7);
        assertThat(only(partner).getInteger("unread")).isEqualTo(2);
        read(conversation, one, 4);
        read(conversation, partner, 7);
        assertThat(only(one).getInteger("unread")).isEqualTo(3);
        assertThat(only(partner).getInteger("unread")).isZero();
        read(conversation, one, 9);
        assertThat(only(one).getInteger("unread")).isZero();
    }

    @Test
    void unreadMessagesAreCountedUpToAThousand() {
        UUID partner = UUID.randomUUID();
        person(partner, null);
        UUID conversation = conversation(1, partner, one);
        said(conversation, partner, 1, 1_001);

        assertThat(only(one).getInteger("unread")).isEqualTo(1_000);
        read(conversation, one, 2);
        assertThat(only(one).getInteger("unread")).isEqualTo(999);
    }

    @Test
    void pagesFollowEachOtherNewestFirstWithoutGapsOrRepetitions() {
        List<String> all = new ArrayList<>();
        for (int hoursAgo = 0; hoursAgo < 57; hoursAgo++) {
            UUID conversation = with(hoursAgo * 24, null);
            said(conversation, one, 1, 1);
            all.add(conversation.toString());
        }
        List<String> seen = new ArrayList<>();
        JsonObject page = page(one, "limit", 10);
        while (page.containsKey("nextCursor")) {
            assertThat(page.getJsonArray("conversations")).hasSize(10);
            assertThat(page.getString("nextCursor")).isEqualTo(ids(page).getLast());
            seen.addAll(ids(page));
            page = page(one, "limit", 10, "before", page.getString("nextCursor"));
        }
        seen.addAll(ids(page));

        assertThat(seen).isEqualTo(all);
        assertThat(page(one, "limit", 57).containsKey("nextCursor")).isFalse();
        assertThat(page(one).getJsonArray("conversations")).hasSize(50);
        assertThat(page(one, "before", all.getLast())).isEqualTo(new JsonObject("{\"conversations\": []}"));
    }

    @Test
    void conversationsOfOthersAreNeitherShownNorDisturb() {
        UUID stranger = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        person(stranger, null);
        person(other, null);
        UUID foreign = conversation(1, stranger, other);
        UUID own = with(2, null);

        assertThat(ids(page(one))).containsExactly(own.toString());
        assertThat(ids(page(one, "before", foreign.toString()))).containsExactly(own.toString());
    }

    @Test
    void theNewestPageWaitsForWhatWasAcknowledgedBeforeTheQuestion() {
        somethingWaitsToBeWritten();
        Future<Buffer> page = ask(one, PATIENT, new JsonObject());
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !page.isComplete());
        UUID conversation = with(1, null);
        said(conversation, one, 1, 1);
        allIsWritten();

        assertThat(page.await().toString()).contains(conversation.toString(), "\"sequence\":1");
    }

    @Test
    void aPageIsAtMost256KiBAndTheNextOneGoesOnWhereItEnds() {
        List<String> all = new ArrayList<>();
        for (int hoursAgo = 1; hoursAgo <= 40; hoursAgo++) {
            UUID conversation = with(hoursAgo, null);
            said(conversation, one, 1, 1);
            all.add(conversation.toString());
        }
        database.execute("UPDATE messages SET body = repeat('ह', 4000)");

        List<String> listed = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            JsonObject data = new JsonObject().put("limit", 100);
            Buffer page = ask(one, PATIENT, cursor == null ? data : data.put("before", cursor))
                    .await();
            assertThat(page.length()).isLessThanOrEqualTo(256 * 1024);
            listed.addAll(ids(new JsonObject(page)));
            cursor = new JsonObject(page).getString("nextCursor");
        } while (cursor != null);
        assertThat(listed).isEqualTo(all);
    }

    @Test
    void laterPagesDoNotWaitForTheWriters() {
        UUID conversation = with(1, null);
        somethingWaitsToBeWritten();

        assertThat(ids(page(one, "before", begun(0).toString()))).containsExactly(conversation.toString());
    }

    @Test
    void writersThatAreTooFarBehindAreNotWaitedForForEver() {
        somethingWaitsToBeWritten();

        assertThatThrownBy(() -> ask(one, 50, new JsonObject()).await()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void whilePostgresIsAwayNobodyWaitsForIt() {
        somethingWaitsToBeWritten();
        database.goAway();

        assertThatThrownBy(() -> ask(one, Duration.ofHours(1).toMillis(), new JsonObject())
                        .await())
                .isNotInstanceOf(TimeoutException.class);
        database.comeBack();
    }
}
