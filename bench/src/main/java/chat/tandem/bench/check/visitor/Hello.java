package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.What;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;

/** Says hello on one connection, again and again while that is unavailable, until there is a session. */
final class Hello {
    private static final long RETRY_MILLIS = 200;

    private final Place place;
    private final Line line;
    private final String token;
    private final Chat chat;
    private final Promise<JsonNode> session = Promise.promise();

    private Hello(Place place, Line line, String token, Chat chat) {
        this.place = place;
        this.line = line;
        this.token = token;
        this.chat = chat;
    }

    /**
     * Begins.
     *
     * @param token who comes; empty for a new guest
     * @param chat what is to be resumed
     * @return the session, or never anything where the connection ends before
     */
    static Future<JsonNode> say(Place place, Line line, String token, Chat chat) {
        var hello = new Hello(place, line, token, chat);
        hello.attempt();
        return hello.session.future();
    }

    private void attempt() {
        line.hello(data(), chat.conversation(), chat.progress().wholeUpTo())
                .onSuccess(session::complete)
                .onFailure(this::refused);
    }

    private Map<String, Object> data() {
        var data = new HashMap<String, Object>();
        if (!token.isEmpty()) {
            data.put("token", token);
        }
        var resume = chat.resume();
        if (!resume.isEmpty()) {
            data.put("resume", resume);
        }
        return data;
    }

    private void refused(Throwable failure) {
        var error = Line.error(failure);
        if (error == null || !line.up()) {
            return; // the close tells, or told
        }
        line.notes().add(new What.Noticed("hello refused: " + error.code(), ""));
        switch (error.code()) {
            case "unavailable", "internal", "rate-limited" ->
                place.after(Math.max(RETRY_MILLIS, error.retryAfterMs()), () -> {
                    if (line.up()) {
                        attempt();
                    }
                });
            default -> line.notes().add(new What.Broken("hello was refused: " + error));
        }
    }
}
