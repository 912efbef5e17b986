package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.What;
import chat.tandem.bench.client.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One tab: keeps a connection to some gateway, comes back as docs/PROTOCOL.md says, and stays away where a close code says
 * so. Its {@link Chat} is what it remembers over all of that.
 */
final class Tab {
    private static final Duration PING_PATIENCE = Duration.ofSeconds(3);
    private static final Duration HELLO_PATIENCE = Duration.ofSeconds(5);
    private static final long SETTLED_SESSION_MILLIS = 10_000;
    private static final long LONGEST_WAIT_MILLIS = 30_000;
    private static final int LOWEST_FINAL_CODE = 4500;

    private final Place place;
    private final Visitor visitor;
    private final Random random;
    private final int number;
    private final Chat chat;
    private @Nullable Line line;
    private @Nullable Line ready;
    private long heartbeatMillis = 3_000;
    private int attempt;
    private long hintMillis = -1;
    private boolean pinging;
    private boolean over;
    private boolean retired;
    private boolean asleep;
    private boolean connecting;

    Tab(Place place, Visitor visitor, Random random) {
        this.place = place;
        this.visitor = visitor;
        this.random = random;
        this.number = place.newTab();
        this.chat = new Chat(place);
    }

    Chat chat() {
        return chat;
    }

    /** The connection with a session, if there is one. */
    @Nullable
    Line ready() {
        return ready;
    }

    /** Whether a connection is open, with a session or not. */
    boolean open() {
        return line != null;
    }

    boolean over() {
        return over;
    }

    // ---- coming ----

    void connect() {
        if (over || asleep || connecting || line != null) {
            return;
        }
        connecting = true;
        var gateway = place.gateways.get(random.nextInt(place.gateways.size()));
        Line.open(place, visitor.number(), number, gateway, this::happened)
                .onComplete(opened -> connecting = false)
                .onSuccess(this::opened)
                .onFailure(failure -> comeBack());
    }

    private void opened(Line opened) {
        if (over || asleep) {
            opened.drop(true);
            return;
        }
        line = opened;
        opened.onClosed(code -> closed(opened, code));
        hello(opened);
    }

    private void hello(Line on) {
        var data = new HashMap<String, Object>();
        if (!visitor.token().isEmpty()) {
            data.put("token", visitor.token());
        }
        var resume = chat.resume();
        if (!resume.isEmpty()) {
            data.put("resume", resume);
        }
        on.hello(data, chat.conversation(), chat.progress().wholeUpTo())
                .onSuccess(session -> began(on, session))
                .onFailure(failure -> refused(on, failure));
        place.after(HELLO_PATIENCE.toMillis(), () -> {
            if (on == line && ready != on) {
                drop(on);
            }
        });
    }

    private void began(Line on, JsonNode session) {
        if (on != line) {
            return;
        }
        ready = on;
        heartbeatMillis = session.path("heartbeatMs").asLong(heartbeatMillis);
        on.note(new What.SessionBegan(
                session.path("userId").asText(),
                session.path("state").asText(),
                session.path("conversationId").asText()));
        visitor.welcomed(this, session);
        chat.began(on, session);
        place.after(SETTLED_SESSION_MILLIS, () -> attempt = on == line ? 0 : attempt);
    }

    private void refused(Line on, Throwable failure) {
        var error = Line.error(failure);
        if (error == null || on != line) {
            return; // the close tells, or told
        }
        on.note(new What.Noticed("hello refused: " + error.code(), ""));
        switch (error.code()) {
            case "unavailable", "internal", "rate-limited" ->
                place.after(Math.max(200, error.retryAfterMs()), () -> {
                    if (on == line && on.up() && ready != on) {
                        hello(on);
                    }
                });
            default -> on.note(new What.Broken("hello was refused: " + error));
        }
    }

    // ---- being there ----

    private void happened(ServerFrame.Event event) {
        if (event.name().equals("server-draining")) {
            hintMillis = event.data().path("reconnectAfterMs").asLong();
        }
        chat.happened(event.name(), event.data());
    }

    /** Called a few times a second: a line that is silent is asked, and one that does not answer is dropped. */
    void watch() {
        var on = ready;
        if (on == null || pinging || on.silence().toMillis() < heartbeatMillis) {
            return;
        }
        pinging = true;
        var unanswered = on.ask("ping", "", Map.of()).onComplete(answer -> pinging = false);
        place.after(PING_PATIENCE.toMillis(), () -> {
            if (on == ready && !unanswered.isComplete()) {
                drop(on);
            }
        });
    }

    // ---- going ----

    private void drop(Line on) {
        on.drop(false);
        gone();
        comeBack();
    }

    private void closed(Line on, int code) {
        if (on != line) {
            return;
        }
        gone();
        if (code >= LOWEST_FINAL_CODE || retired) {
            over = true;
            visitor.lost(this, code);
        } else {
            comeBack();
        }
    }

    private void gone() {
        line = null;
        pinging = false;
        ready = null;
        chat.lost();
    }

    private void comeBack() {
        if (over || retired) {
            over = true;
            return;
        }
        var wait = hintMillis;
        if (wait < 0) {
            wait = random.nextLong(Math.min(LONGEST_WAIT_MILLIS, 1_000L << Math.min(attempt, 5)));
        }
        hintMillis = -1;
        attempt++;
        place.after(wait, this::connect);
    }

    /** The tab is closed by whoever looks at it. */
    void close(boolean cleanly) {
        over = true;
        var on = line;
        gone();
        if (on != null) {
            on.drop(cleanly);
        }
    }

    /** Nothing happens here until {@link #wake}, and the connection is lost. */
    void sleep() {
        asleep = true;
        var on = line;
        gone();
        if (on != null) {
            on.drop(false);
        }
    }

    void wake() {
        asleep = false;
        connect();
    }

    /** The connection is cut from outside. */
    void cut() {
        if (line != null) {
            line.cutByNetwork();
        }
    }

    /** Another tab of the same person was opened: this one does not come back by itself. */
    void retire() {
        retired = true;
        if (line == null) {
            over = true;
        }
    }
}
