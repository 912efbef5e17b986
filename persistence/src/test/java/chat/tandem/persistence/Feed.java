package chat.tandem.persistence;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WriteEntry;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.Shards;
import chat.tandem.testing.RedisStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/** What gateways and matchers append for persistence, for tests. */
final class Feed {

    final Keys keys = Shards.of(1).keys(0);
    final ShardBus bus;
    private final RedisStore redis;
    private int conversations;

    Feed(Vertx vertx, RedisStore redis) {
        this.redis = redis;
        bus = ShardBus.open(vertx, RedisSettings.standalone(redis.url()), keys);
        Awaitility.await().until(() -> bus.commands().connected());
    }

    /** Two people and what they say to each other. */
    record Conversation(String id, String a, String b) {}

    /** A conversation that has begun. */
    Conversation begin() {
        UUID id = new UUID(Instant.now().toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L | ++conversations);
        List<String> pair = new ArrayList<>(
                List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString()));
        pair.sort(null);
        var conversation = new Conversation(id.toString(), pair.get(0), pair.get(1));
        append(new WriteEntry.Start(conversation.id, conversation.a, conversation.b, "\"Ann \\\"A\\\"\"", null, now()));
        return conversation;
    }

    /** Messages from one sequence to another, said in turns. */
    void say(Conversation conversation, int from, int to) {
        List<Future<String>> all = new ArrayList<>();
        for (int sequence = from; sequence <= to; sequence++) {
            all.add(bus.append(Addresses.MESSAGES, message(conversation, sequence, "number " + sequence)));
        }
        Future.all(all).await();
    }

    void append(WriteEntry entry) {
        bus.append(Addresses.MESSAGES, entry).await();
    }

    WriteEntry message(Conversation conversation, int sequence, String body) {
        JsonObject data = new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("conversationId", conversation.id)
                .put("from", sequence % 2 == 0 ? conversation.a : conversation.b)
                .put("type", "text")
                .put("body", body)
                .put("sequence", sequence)
                .put("sentAt", now());
        String to = sequence % 2 == 0 ? conversation.b : conversation.a;
        return new WriteEntry.Message(conversation.id, to, Buffer.buffer(data.encode()));
    }

    WriteEntry image(Conversation conversation, int sequence, String url) {
        var text = (WriteEntry.Message) message(conversation, sequence, "");
        JsonObject data = new JsonObject(text.data());
        data.remove("body");
        data.put("type", "image").put("url", url);
        return new WriteEntry.Message(conversation.id, text.to(), data.toBuffer());
    }

    void end(Conversation conversation) {
        append(new WriteEntry.End(conversation.id, conversation.a, conversation.b, now(), "left", conversation.a));
    }

    /** How many entries still wait to be written. */
    long waiting() {
        return Long.parseLong(redis.command("XLEN", keys.fixed("messages")));
    }

    /** How many of them somebody has taken and not finished. */
    long taken() {
        return Long.parseLong(redis.command("XPENDING", keys.fixed("messages"), "persistence")
                .lines()
                .findFirst()
                .orElseThrow());
    }

    /** What media is told, as text. */
    String media() {
        return redis.command("XRANGE", keys.fixed("media"), "-", "+");
    }

    /** What could never be written, as text. */
    String deadLetters() {
        return redis.command("XRANGE", keys.fixed("dead-letters"), "-", "+");
    }

    long deadLetterCount() {
        return Long.parseLong(redis.command("XLEN", keys.fixed("dead-letters")));
    }

    void close() {
        bus.close().await();
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
