package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.What;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** One person: a token, a tab that is looked at, and others that were. What it does next its {@link Habits} say. */
final class Visitor {
    private static final long WATCH_MILLIS = 500;
    private static final long USE_HERE_MILLIS = 1_000;
    private static final long PATIENCE_MILLIS = 3_000;

    /** Long enough to see a gateway wake up that was taken for dead. */
    private static final long GREAT_PATIENCE_MILLIS = 15_000;

    private static final int PATIENT_ONE_OF = 4;

    private final Place place;
    private final int number;
    private final Random random;
    private final Habits habits;
    private final List<Tab> retired = new ArrayList<>();
    private final Set<String> conversations = new LinkedHashSet<>();
    private String token = "";
    private Tab tab;
    private boolean calm;
    private boolean away;

    Visitor(Place place, int number, long seed) {
        this.place = place;
        this.number = number;
        this.random = new Random(seed * 1_000_003 + number);
        this.habits = new Habits(place, this, random);
        this.tab = new Tab(place, this, random);
    }

    int number() {
        return number;
    }

    String token() {
        return token;
    }

    Tab tab() {
        return tab;
    }

    /** Comes, and from then on does this and that. */
    void arrive() {
        tab.connect();
        watch();
        act();
    }

    private void watch() {
        tab.watch();
        retired.forEach(Tab::watch);
        retired.removeIf(Tab::over);
        place.after(WATCH_MILLIS, this::watch);
    }

    private void act() {
        if (!calm) {
            if (!away && !token.isEmpty()) { // Before, a second tab would be another guest.
                habits.act(tab);
            }
            place.after(habits.pause(), this::act);
        }
    }

    /** For how long the answer to a {@code ping} is waited for: some give a silent gateway up late. */
    long patienceMillis() {
        return number % PATIENT_ONE_OF == 0 && !calm ? GREAT_PATIENCE_MILLIS : PATIENCE_MILLIS;
    }

    // ---- told by the tabs ----

    void welcomed(Tab by, JsonNode session) {
        token = session.path("token").asText(token);
        if (by == tab && !calm) {
            retired.forEach(habits::lateCommand);
        }
    }

    /** A tab is over; when it is the one that is looked at, it is asked to go on here. */
    void lost(Tab which, int code) {
        if (which == tab && !away) {
            place.after(USE_HERE_MILLIS, () -> {
                if (which == tab && !away) {
                    open();
                }
            });
        }
    }

    // ---- done by habit ----

    /** The page is loaded anew: nothing is remembered but the token. */
    void reload(boolean cleanly) {
        tab.close(cleanly);
        open();
    }

    /** A second tab is opened, and the first is left as it is. */
    void secondTab() {
        tab.retire();
        retired.add(tab);
        open();
    }

    /** The machine sleeps for a while. */
    void sleep(long millis) {
        away = true;
        tab.sleep();
        place.after(millis, this::wake);
    }

    private void wake() {
        if (away) {
            away = false;
            if (tab.over()) {
                open();
            } else {
                tab.wake();
            }
        }
    }

    private void open() {
        tab = new Tab(place, this, random);
        tab.connect();
    }

    // ---- the end of the run ----

    /** From now on it begins nothing, only ends what is under way, and waits no longer to come back. */
    void calmDown() {
        calm = true;
        wake();
        tab.connect();
    }

    boolean settled() {
        return tab.chat().settled() && retired.isEmpty();
    }

    boolean waiting() {
        return tab.chat().state() == Chat.State.WAITING;
    }

    /** Notes what keeps it, if anything does, and where it believes that it is. */
    void believe() {
        var line = tab.ready();
        if (line == null || !settled()) {
            place.history.add(
                    number,
                    0,
                    new What.Broken("did not settle: " + tab.chat().unsettled() + ", " + retired.size() + " old tabs"));
        } else {
            line.notes()
                    .add(new What.Believes(
                            tab.chat().state().name().toLowerCase(Locale.ROOT),
                            tab.chat().conversation()));
        }
    }

    /** Asks in a new tab where it is, and reads all its conversations by {@code history}. */
    Future<Void> readEverything(Set<String> mine) {
        conversations.addAll(mine);
        reload(true);
        Promise<Void> read = Promise.promise();
        awaitSession(read);
        return read.future();
    }

    private void awaitSession(Promise<Void> read) {
        var line = tab.ready();
        if (line == null) {
            place.after(WATCH_MILLIS / 5, () -> awaitSession(read));
            return;
        }
        Future<Void> all = Future.succeededFuture();
        for (var conversation : conversations) {
            all = all.compose(before -> PastMessages.readAll(place, line, conversation, 0, message -> {}));
        }
        all.onComplete(read);
    }
}
