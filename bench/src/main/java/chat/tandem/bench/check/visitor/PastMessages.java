package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.What;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a conversation by {@code history}, page by page, until there is no more. */
final class PastMessages {
    private static final int PAGE = 100;
    private static final long RETRY_MILLIS = 300;

    private final Place place;
    private final Line line;
    private final String conversation;
    private final Consumer<JsonNode> reader;
    private final long from;
    private final List<Long> sequences = new ArrayList<>();
    private final Promise<Void> read = Promise.promise();

    private PastMessages(Place place, Line line, String conversation, long from, Consumer<JsonNode> reader) {
        this.place = place;
        this.line = line;
        this.conversation = conversation;
        this.from = from;
        this.reader = reader;
    }

    /** Reads what comes after a sequence; repeats what is unavailable for as long as the connection is up. */
    static Future<Void> readAll(Place place, Line line, String conversation, long after, Consumer<JsonNode> reader) {
        var past = new PastMessages(place, line, conversation, after, reader);
        past.page(after);
        return past.read.future();
    }

    /**
     * Reads one page, and forgets about it where that is refused.
     *
     * @param known the highest sequence that the asker knows of
     * @param where {@code before} or {@code after}, and {@code limit}
     */
    static void readPage(Line line, String conversation, long known, Map<String, Long> where) {
        Map<String, Object> data = new HashMap<>(where);
        data.put("conversationId", conversation);
        line.ask("history", conversation, data).onSuccess(page -> {
            List<Long> sequences = new ArrayList<>();
            page.path("messages")
                    .forEach(message -> sequences.add(message.path("sequence").asLong()));
            line.notes()
                    .add(new What.Page(
                            conversation,
                            known,
                            where.getOrDefault("before", 0L),
                            where.getOrDefault("after", -1L),
                            List.copyOf(sequences),
                            page.path("more").asBoolean()));
        });
    }

    private void page(long after) {
        line.ask("history", conversation, Map.of("conversationId", conversation, "after", after, "limit", PAGE))
                .onSuccess(page -> took(page, after))
                .onFailure(failure -> refused(failure, after));
    }

    private void took(JsonNode page, long after) {
        var last = after;
        for (var message : page.path("messages")) {
            line.notes().received(What.Way.HISTORY, message);
            reader.accept(message);
            sequences.add(message.path("sequence").asLong());
            last = Math.max(last, sequences.getLast());
        }
        if (page.path("more").asBoolean() && last > after) {
            page(last);
        } else {
            line.notes().add(new What.ReadWhole(conversation, from, List.copyOf(sequences)));
            read.complete();
        }
    }

    private void refused(Throwable failure, long after) {
        var error = Line.error(failure);
        if (error != null
                && line.up()
                && !error.code().equals("not-found")
                && !error.code().equals("conflict")) {
            place.after(Math.max(RETRY_MILLIS, error.retryAfterMs()), () -> page(after));
        } else {
            read.fail(failure);
        }
    }
}
