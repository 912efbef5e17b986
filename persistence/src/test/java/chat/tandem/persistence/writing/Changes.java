package chat.tandem.persistence.writing;

import chat.tandem.persistence.writing.Change.Ended;
import chat.tandem.persistence.writing.Change.HasRead;
import chat.tandem.persistence.writing.Change.Said;
import chat.tandem.persistence.writing.Change.Started;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations as the stream tells them, for tests. */
final class Changes {

    static final OffsetDateTime NOON = OffsetDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneOffset.UTC);

    private Changes() {}

    /** A conversation id of this very moment, but for its last digits. */
    static UUID conversation(int number) {
        return new UUID(Instant.now().toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L | number);
    }

    static UUID person(int number) {
        return new UUID(0x1111_1111_1111_4111L, 0x8000_0000_0000_0000L | number);
    }

    static Started started(UUID conversation, int a, int b, @Nullable String nameA, @Nullable String nameB) {
        long number = conversation.getLeastSignificantBits() & 0xff; // nobody is matched twice at the same moment
        return new Started(conversation, person(a), person(b), nameA, nameB, NOON.plusSeconds(number));
    }

    static Said said(UUID conversation, int sender, long sequence, String body) {
        UUID id = new UUID(0x2222_2222_2222_4222L, 0x8000_0000_0000_0000L | sequence);
        return new Said(conversation, person(sender), id, sequence, NOON.plusSeconds(sequence), "text", body, null);
    }

    /** An image. */
    static Said shown(UUID conversation, int sender, long sequence, String key) {
        UUID id = new UUID(0x3333_3333_3333_4333L, 0x8000_0000_0000_0000L | sequence);
        String url = "/media/" + key;
        return new Said(conversation, person(sender), id, sequence, NOON.plusSeconds(sequence), "image", null, url);
    }

    static HasRead read(UUID conversation, int reader, long sequence) {
        return new HasRead(conversation, person(reader), sequence, NOON.plusSeconds(sequence));
    }

    static Ended ended(UUID conversation, int a, int b) {
        return new Ended(conversation, person(a), person(b), NOON.plusSeconds(60), "left", person(a));
    }

    /** A whole conversation between two people, of so many messages. */
    static List<Change> story(UUID conversation, int a, int b, int messages) {
        List<Change> story = new ArrayList<>();
        story.add(started(conversation, a, b, "Name of " + a + " with " + b, b % 2 == 0 ? null : "Name of " + b));
        for (int sequence = 1; sequence <= messages; sequence++) {
            story.add(said(conversation, sequence % 2 == 0 ? a : b, sequence, "message " + sequence));
            story.add(read(conversation, sequence % 2 == 0 ? b : a, sequence));
        }
        story.add(ended(conversation, a, b));
        return story;
    }
}
