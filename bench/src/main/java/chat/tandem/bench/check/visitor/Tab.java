package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.What;
import chat.tandem.bench.client.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One tab: keeps a connection to some gateway, comes back as docs/PROTOCOL.md says, and stays away where a close code says
 * so. Its {@link Chat} is what it remembers over all of that.
 */
final class Tab {
    private static final Duration HELLO_PATIENCE = Duration.ofSeconds(5);
    private static final long SETTLED_SESSION_MILLIS = 10_000;
    private static final int LOWEST_FINAL_CODE = 4500;

    private final Place place;
    private final Visitor visitor;
    private final Random random;
    private final int number;
    private final Chat chat;
    private final Backoff backoff;
    private @Nullable Line line;
    private @Nullable Line ready;
    private @Nullable Heartbeat heartbeat;
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
        this.backoff = new Backoff(random);
    }

    Chat chat() {
        return chat;
    }

    /** The connection with a session, if there is one. */
    @Nullable
    Line ready() {
        return ready;
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
        Hello.say(place, opened, visitor.token(), chat).onSuccess(session -> began(opened, session));
        place.after(HELLO_PATIENCE.toMillis(), () -> {
            if (opened == line && ready != opened) {
                drop(opened);
            }
        });
    }

    private void began(Line on, JsonNode session) {
        if (on != line) {
            return;
        }
        ready = on;
        heartbeat = new Heartbeat(on, session.path("heartbeatMs").asLong());
        on.notes()
                .add(new What.SessionBegan(
                        session.path("userId").asText(),
                        session.path("state").asText(),
                        session.path("conversationId").asText()));
        visitor.welcomed(this, session);
        chat.began(on, session);
        place.after(SETTLED_SESSION_MILLIS, () -> {
            if (on == line) {
                backoff.reset();
            }
        });
    }

    // ---- being there ----

    private void happened(ServerFrame.Event event) {
        if (event.name().equals("server-draining")) {
            backoff.hint(event.data().path("reconnectAfterMs").asLong());
        }
        chat.happened(event.name(), event.data());
    }

    /** Called a few times a second: a line that is silent is asked, and one that does not answer is dropped. */
    void watch() {
        var on = ready;
        if (on != null && heartbeat != null && heartbeat.lost(visitor.patienceMillis())) {
            drop(on);
        }
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
        ready = null;
        heartbeat = null;
        chat.lost();
    }

    private void comeBack() {
        if (over || retired) {
            over = true;
            return;
        }
        place.after(backoff.next(), this::connect);
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
