package chat.tandem.bench.check.visitor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What a person does, at random by a seed: mostly talk, now and then anything that people and networks do. */
final class Habits {
    private static final List<String> INTERESTS = List.of("music", "Ships", "chess");
    private static final int REMEMBERED = 60;
    private static final double MEAN_PAUSE_MILLIS = 350;

    private final Place place;
    private final Visitor visitor;
    private final Random random;
    private final boolean loyal;
    private final Deque<Outgoing> said = new ArrayDeque<>();

    Habits(Place place, Visitor visitor, Random random) {
        this.place = place;
        this.visitor = visitor;
        this.random = random;
        this.loyal = random.nextBoolean();
    }

    /** Milliseconds until the next thing. */
    long pause() {
        return 20 + Math.round(-Math.log(1 - random.nextDouble()) * MEAN_PAUSE_MILLIS);
    }

    private boolean chance(double of) {
        return random.nextDouble() < of;
    }

    void act(Tab tab) {
        if (anytime(tab)) {
            return;
        }
        if (tab.ready() == null || tab.chat().changing()) {
            return;
        }
        switch (tab.chat().state()) {
            case IDLE -> idle(tab.chat());
            case WAITING -> waiting(tab.chat());
            case PAIRED -> paired(tab.chat());
        }
    }

    private boolean anytime(Tab tab) {
        var dice = random.nextDouble();
        if (dice < 0.006) {
            visitor.reload(chance(0.5));
        } else if (dice < 0.012) {
            visitor.secondTab();
        } else if (dice < 0.024) {
            tab.cut();
        } else if (dice < 0.027) {
            visitor.sleep(Math.round(place.grace.toMillis() * (0.1 + random.nextDouble() * 0.6)));
        } else if (dice < 0.029) {
            visitor.sleep(Math.round(place.grace.toMillis() * (1.1 + random.nextDouble() * 0.4)));
        } else {
            return false;
        }
        return true;
    }

    private void idle(Chat chat) {
        if (chance(0.8)) {
            chat.moves().join(interests());
            if (chance(0.1)) {
                chat.moves().join(interests());
            }
        } else if (chance(0.3)) {
            repeatOld(chat);
        }
    }

    private void waiting(Chat chat) {
        if (chance(0.03)) {
            chat.moves().leaveQueue();
        } else if (chance(0.03)) {
            chat.moves().join(interests());
        } else if (chance(0.03)) {
            repeatOld(chat);
        }
    }

    private void paired(Chat chat) {
        var dice = random.nextDouble();
        if (dice < 0.6) {
            say(chat);
        } else if (dice < 0.66) {
            lookBack(chat);
        } else if (dice < 0.7) {
            chat.tell("typing", Map.of("conversationId", chat.conversation(), "typing", chance(0.5)));
        } else if (dice < 0.8) {
            read(chat);
        } else if (dice < 0.82) {
            repeatOld(chat);
        } else if (dice < 0.83) {
            reuseOld(chat);
        } else if (dice < (loyal ? 0.835 : 0.86)) {
            moveOn(chat);
        } else if (dice > (loyal ? 0.998 : 0.99)) {
            chat.moves().leaveConversation();
        }
    }

    private void say(Chat chat) {
        var message = message(chat.conversation());
        said.addLast(message);
        if (said.size() > REMEMBERED) {
            said.removeFirst();
        }
        chat.outbox().say(message);
        if (chance(0.06)) {
            chat.outbox().sayAtOnce(message); // a double click
        }
    }

    private Outgoing message(String conversation) {
        var id = new UUID(random.nextLong(), random.nextLong() >>> 2 | 1L << 63).toString();
        return new Outgoing(conversation, id, "words of " + visitor.number() + ": " + id);
    }

    private void read(Chat chat) {
        var sequence = chat.progress().wholeUpTo();
        if (sequence > 0) {
            chat.tell("read", Map.of("conversationId", chat.conversation(), "sequence", sequence));
        }
    }

    /** A page of the past, of any size and anywhere. */
    private void lookBack(Chat chat) {
        long highest = chat.progress().highest();
        long limit = random.nextLong(1, 61);
        switch (random.nextInt(4)) {
            case 0 -> chat.lookBack(Map.of("limit", limit, "after", random.nextLong(highest + 1)));
            case 1 -> chat.lookBack(Map.of("limit", limit, "before", random.nextLong(1, highest + 2)));
            default -> chat.lookBack(Map.of("limit", limit));
        }
    }

    private void moveOn(Chat chat) {
        var before = chat.conversation();
        if (chance(0.2)) {
            chat.moves().next(interests()); // a double click
        }
        chat.moves().next(interests());
        if (chance(0.3)) {
            chat.outbox().sayAtOnce(message(before)); // too late
        }
    }

    /** Sends again, with its old id, what may have been acknowledged long ago, in whatever conversation it was. */
    private void repeatOld(Chat chat) {
        if (!said.isEmpty()) {
            chat.outbox().sayAtOnce(List.copyOf(said).get(random.nextInt(said.size())));
        }
    }

    /** Sends other words with an id that was acknowledged: the first ones count. */
    private void reuseOld(Chat chat) {
        said.stream()
                .filter(Outgoing::acknowledged)
                .skip(random.nextInt(REMEMBERED))
                .findFirst()
                .map(old ->
                        new Outgoing(old.conversation, old.id, "other words of " + visitor.number() + ": " + old.id))
                .ifPresent(again -> chat.outbox().sayAtOnce(again));
    }

    private List<String> interests() {
        return chance(0.3) ? List.of(INTERESTS.get(random.nextInt(INTERESTS.size()))) : List.of();
    }

    /** What somebody still clicks in a tab that another has replaced: it must change nothing. */
    void lateCommand(Tab old) {
        var line = old.ready();
        if (line == null) {
            return;
        }
        var conversation = old.chat().conversation();
        if (conversation.isEmpty()) {
            line.ask("join-queue", "", Map.of());
        } else if (chance(0.5)) {
            line.ask("next", conversation, new HashMap<>(Map.of("conversationId", conversation)));
        } else {
            line.send(message(conversation));
        }
    }
}
