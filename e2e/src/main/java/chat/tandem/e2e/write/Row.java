package chat.tandem.e2e.write;

import chat.tandem.common.bus.WriteEntry;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * One message to store.
 *
 * @param sequence from 1 in its conversation
 * @param sentAt epoch milliseconds
 */
record Row(UUID conversation, UUID sender, UUID id, long sequence, long sentAt, String body) {

    /** So many take turns, as when so many conversations go on at once. */
    private static final int CONVERSATIONS = 2_000;

    /** Messages of people who talk at the same time, in the order in which a stream would hold them; never the same. */
    static List<Row> some(int count, int bodyLength, long seed) {
        var random = new Random(seed);
        var now = Instant.now().toEpochMilli();
        var conversations = new ArrayList<UUID[]>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            conversations.add(new UUID[] {v7(now - random.nextInt(600_000), random), v4(random), v4(random)});
        }
        var rows = new ArrayList<Row>(count);
        for (int i = 0; i < count; i++) {
            var sequence = 1 + i / CONVERSATIONS;
            var talk = conversations.get(i % CONVERSATIONS);
            var body = "message " + i + " " + "x".repeat(Math.max(0, bodyLength - 16));
            rows.add(new Row(talk[0], talk[1 + sequence % 2], v4(random), sequence, now + i / 10, body));
        }
        return rows;
    }

    private static UUID v7(long millis, Random random) {
        return new UUID((millis << 16) | 0x7000L | random.nextInt(0x1000), Long.MIN_VALUE | (random.nextLong() >>> 2));
    }

    private static UUID v4(Random random) {
        return new UUID((random.nextLong() & ~0xf000L) | 0x4000L, Long.MIN_VALUE | (random.nextLong() >>> 2));
    }

    /** As a gateway's script would put it on the stream. */
    WriteEntry entry() {
        return new WriteEntry.Message(
                conversation.toString(),
                null,
                Buffer.buffer("{\"id\":\"" + id + "\",\"conversationId\":\"" + conversation + "\",\"from\":\"" + sender
                        + "\",\"type\":\"text\",\"body\":\"" + body + "\",\"sequence\":" + sequence + ",\"sentAt\":"
                        + sentAt + "}"));
    }
}
