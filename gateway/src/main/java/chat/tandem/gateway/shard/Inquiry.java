package chat.tandem.gateway.shard;

import chat.tandem.common.bus.Address;
import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.ClientCommand.CompleteUpload;
import chat.tandem.common.protocol.ClientCommand.Conversations;
import chat.tandem.common.protocol.ClientCommand.History;
import chat.tandem.common.protocol.ClientCommand.RequestUpload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question as it goes over the bus.
 *
 * @param to the service that knows the answer
 * @param data a JSON object
 * @param patience how long the answer may take
 * @param limited whether it counts against the limit on its user's questions
 */
record Inquiry(Address<ServiceRequest> to, String type, Buffer data, Duration patience, boolean limited) {
    private static final Duration USUAL = Duration.ofSeconds(5);

    /** For the writers to pass the moment of the question. */
    private static final Duration WAITING = Duration.ofSeconds(10);

    /** The bytes of an image are looked at and copied; all messages of somebody are. */
    private static final Duration LONG = Duration.ofSeconds(20);

    static Inquiry of(ClientCommand.Question question) {
        return switch (question) {
            case History(var conversation, var before, var after, var limit) ->
                persistence(
                        question,
                        fields("conversationId", conversation, "before", before, "after", after, "limit", limit));
            case Conversations(var before, var limit) ->
                persistence(question, fields("before", before, "limit", limit));
            case RequestUpload(var contentType, var size, var sha256) ->
                media(question, fields("contentType", contentType, "size", size, "sha256", sha256), USUAL, false);
            case CompleteUpload(var upload) -> media(question, fields("uploadId", upload), LONG, true);
        };
    }

    static Inquiry signDownload(String key) {
        return new Inquiry(Addresses.MEDIA, "sign-download", fields("key", key), USUAL, false);
    }

    /** The pieces after the first belong to the same export, which counts once. */
    static Inquiry export(@Nullable String cursor) {
        return new Inquiry(Addresses.REQUESTS, "export", fields("cursor", cursor), WAITING, cursor == null);
    }

    static Inquiry isKnown() {
        return new Inquiry(Addresses.REQUESTS, "is-known", fields(), WAITING, false);
    }

    /** It was counted when the session was ended. */
    static Inquiry erase(long moment) {
        return new Inquiry(Addresses.REQUESTS, "erase", fields("moment", moment), LONG, false);
    }

    private static Inquiry persistence(ClientCommand.Question question, Buffer data) {
        return new Inquiry(Addresses.REQUESTS, question.event(), data, USUAL, true);
    }

    private static Inquiry media(ClientCommand.Question question, Buffer data, Duration patience, boolean limited) {
        return new Inquiry(Addresses.MEDIA, question.event(), data, patience, limited);
    }

    /** Names and values by turns; what is null is left out. */
    private static Buffer fields(@Nullable Object... namesAndValues) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                json.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
            }
        }
        return json.toBuffer();
    }
}
