package chat.tandem.persistence.writing;

import chat.tandem.common.bus.UndecodableException;
import chat.tandem.common.bus.WriteEntry;
import chat.tandem.persistence.writing.Change.Ended;
import chat.tandem.persistence.writing.Change.HasRead;
import chat.tandem.persistence.writing.Change.Said;
import chat.tandem.persistence.writing.Change.Started;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns entries of the stream into changes of typed columns. */
final class ChangeDecoder {

    /** The end of the year 9999. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    private ChangeDecoder() {}

    /**
     * The change that an entry stands for.
     *
     * @throws UndecodableException when it can never be one; its message says no word of the entry
     */
    static Change decode(WriteEntry entry) throws UndecodableException {
        try {
            return switch (entry) {
                case WriteEntry.Start start -> started(start);
                case WriteEntry.Message message -> said(uuid(message.conversation()), message.data());
                case WriteEntry.Read read ->
                    new HasRead(uuid(read.conversation()), uuid(read.user()), read.sequence(), time(read.at()));
                case WriteEntry.End end -> ended(end);
            };
        } catch (ClassCastException | DecodeException malformed) {
            throw new UndecodableException("malformed JSON");
        }
    }

    private static Started started(WriteEntry.Start start) throws UndecodableException {
        return new Started(
                uuid(start.conversation()),
                uuid(start.a()),
                uuid(start.b()),
                name(start.nameA()),
                name(start.nameB()),
                time(start.startedAt()));
    }

    private static Said said(UUID conversation, Buffer data) throws UndecodableException {
        JsonObject json = new JsonObject(data);
        String type = json.getString("type");
        Long sequence = json.getLong("sequence");
        Long sentAt = json.getLong("sentAt");
        if (type == null || sequence == null || sentAt == null) {
            throw new UndecodableException("a message without its fields");
        }
        return new Said(
                conversation,
                uuid(json.getString("from")),
                uuid(json.getString("id")),
                sequence,
                time(sentAt),
                type,
                json.getString("body"),
                json.getString("url"));
    }

    private static Ended ended(WriteEntry.End end) throws UndecodableException {
        return new Ended(
                uuid(end.conversation()),
                uuid(end.a()),
                uuid(end.b()),
                time(end.endedAt()),
                end.reason(),
                end.by() == null ? null : uuid(end.by()));
    }

    private static @Nullable String name(@Nullable String json) {
        return json == null ? null : (String) Json.decodeValue(json);
    }

    private static UUID uuid(@Nullable String text) throws UndecodableException {
        if (text == null || text.length() != 36) {
            throw new UndecodableException("not a UUID");
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw new UndecodableException("not a UUID");
        }
    }

    /** Of the years that PostgreSQL and people know; its driver would write another moment for one that it cannot hold. */
    private static OffsetDateTime time(long epochMs) throws UndecodableException {
        if (epochMs < 0 || epochMs > LATEST_MS) {
            throw new UndecodableException("not a time");
        }
        return Instant.ofEpochMilli(epochMs).atOffset(ZoneOffset.UTC);
    }
}
