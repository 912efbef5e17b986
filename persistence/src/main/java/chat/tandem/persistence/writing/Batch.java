package chat.tandem.persistence.writing;

import chat.tandem.persistence.writing.Change.Ended;
import chat.tandem.persistence.writing.Change.HasRead;
import chat.tandem.persistence.writing.Change.Said;
import chat.tandem.persistence.writing.Change.Started;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a list of changes comes down to, table by table: each key once (one statement cannot touch a row
 * twice), and in the order of the keys, so that two instances lock rows in the same order.
 */
final class Batch {

    /** A person; the name is the one said last, if any was. */
    record User(
            UUID id,
            OffsetDateTime firstSeen,
            @Nullable String name,
            @Nullable OffsetDateTime namedAt) {

        User and(User other) {
            boolean othersName = other.namedAt != null && (namedAt == null || namedAt.isBefore(other.namedAt));
            return new User(
                    id,
                    firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen,
                    othersName ? other.name : name,
                    othersName ? other.namedAt : namedAt);
        }
    }

    /** What is known of a conversation: its start, its end, or both. */
    record Conversation(
            UUID id,
            UUID a,
            UUID b,
            @Nullable OffsetDateTime startedAt,
            @Nullable OffsetDateTime endedAt,
            @Nullable String reason,
            @Nullable UUID by) {

        Conversation and(Conversation other) {
            boolean othersEnd = endedAt == null;
            return new Conversation(
                    id,
                    a,
                    b,
                    startedAt == null ? other.startedAt : startedAt,
                    othersEnd ? other.endedAt : endedAt,
                    othersEnd ? other.reason : reason,
                    othersEnd ? other.by : by);
        }
    }

    private record Position(UUID conversation, UUID reader) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int byConversation = conversation.compareTo(other.conversation);
            return byConversation == 0 ? reader.compareTo(other.reader) : byConversation;
        }
    }

    /** A place in a conversation. */
    private record Place(UUID conversation, long sequence) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byConversation = conversation.compareTo(other.conversation);
            return byConversation == 0 ? Long.compare(sequence, other.sequence) : byConversation;
        }
    }

    /** An image in a conversation; the key is that of the storage. */
    record Upload(String key, UUID conversation, UUID owner, OffsetDateTime sentAt) {}

    private final TreeMap<UUID, User> users = new TreeMap<>();
    private final TreeMap<UUID, Conversation> conversations = new TreeMap<>();
    private final TreeMap<Place, Said> messages = new TreeMap<>();
    private final TreeMap<String, Upload> uploads = new TreeMap<>();
    private final TreeMap<Position, HasRead> positions = new TreeMap<>();

    private Batch() {}

    static Batch of(Collection<? extends Change> changes) {
        var batch = new Batch();
        changes.forEach(batch::add);
        return batch;
    }

    Collection<User> users() {
        return users.values();
    }

    Collection<Conversation> conversations() {
        return conversations.values();
    }

    Collection<Said> messages() {
        return messages.values();
    }

    Collection<Upload> uploads() {
        return uploads.values();
    }

    Collection<HasRead> positions() {
        return positions.values();
    }

    private void add(Change change) {
        switch (change) {
            case Started s -> {
                add(user(s.a(), s.at(), s.nameA()));
                add(user(s.b(), s.at(), s.nameB()));
                add(new Conversation(s.conversation(), s.a(), s.b(), s.at(), null, null, null));
            }
            case Ended e -> {
                add(user(e.a(), e.at(), null));
                add(user(e.b(), e.at(), null));
                add(new Conversation(e.conversation(), e.a(), e.b(), null, e.at(), e.reason(), e.by()));
            }
            case Said said -> {
                messages.merge(
                        new Place(said.conversation(), said.sequence()),
                        said,
                        (one, other) -> one.at().isBefore(other.at()) ? other : one);
                if (said.url() != null) {
                    add(new Upload(lastPart(said.url()), said.conversation(), said.sender(), said.at()));
                }
            }
            case HasRead read ->
                positions.merge(
                        new Position(read.conversation(), read.reader()),
                        read,
                        (one, other) -> one.sequence() < other.sequence() ? other : one);
        }
    }

    private void add(User user) {
        users.merge(user.id(), user, User::and);
    }

    private void add(Conversation conversation) {
        conversations.merge(conversation.id(), conversation, Conversation::and);
    }

    private void add(Upload upload) {
        uploads.putIfAbsent(upload.key() + ' ' + upload.conversation(), upload);
    }

    private static String lastPart(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static User user(UUID id, OffsetDateTime at, @Nullable String name) {
        return new User(id, at, name, name == null ? null : at);
    }
}
