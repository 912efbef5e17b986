package chat.tandem.persistence;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** People who never stop talking, for tests: there is always something to write, and never very much. */
final class Chatter {

    private static final int MESSAGES = 100;
    private static final long MOST_WAITING = 3_000;

    private final Feed feed;
    private final CompletableFuture<Long> said = new CompletableFuture<>();
    private volatile boolean over;
    private final AtomicInteger conversations = new AtomicInteger();

    private Chatter(Feed feed) {
        this.feed = feed;
    }

    static Chatter begin(Feed feed) {
        Chatter chatter = new Chatter(feed);
        Thread.ofPlatform().daemon().name("chatter").start(chatter::talk);
        return chatter;
    }

    private void talk() {
        try {
            while (!over) {
                feed.say(feed.begin(), 1, MESSAGES);
                conversations.incrementAndGet();
                await().atMost(Duration.ofMinutes(5)).until(() -> over || feed.waiting() < MOST_WAITING);
            }
            said.complete((long) conversations.get() * MESSAGES);
        } catch (RuntimeException | Error failure) {
            said.completeExceptionally(failure);
        }
    }

    /** They fall silent; answers how many messages they have said. */
    long end() {
        over = true;
        return said.join();
    }

    /** How many conversations they have had. */
    int conversations() {
        return conversations.get();
    }
}
