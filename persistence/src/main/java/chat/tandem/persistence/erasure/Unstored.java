package chat.tandem.persistence.erasure;

import chat.tandem.common.bus.DeadLetter;
import chat.tandem.common.bus.DeadLetters;
import chat.tandem.common.bus.ShardBus;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What somebody said and could not be stored: put back later, it would bring words or a name back. */
final class Unstored {
    private static final Logger LOG = LoggerFactory.getLogger(Unstored.class);
    private static final int AT_ONCE = 100;

    private final DeadLetters letters;

    /** Of a shard. */
    Unstored(ShardBus bus) {
        this.letters = new DeadLetters(bus);
    }

    /** Whether anything is there of somebody. */
    Future<Boolean> knows(UUID user) {
        return letters.newest()
                .compose(last -> last == null ? Future.succeededFuture(false) : knows(user.toString(), null, last));
    }

    private Future<Boolean> knows(String user, @Nullable String after, String last) {
        return letters.page(after, last, AT_ONCE).compose(page -> {
            boolean found = page.stream().anyMatch(letter -> isOf(user, letter));
            return found || page.isEmpty()
                    ? Future.succeededFuture(found)
                    : knows(user, page.getLast().id(), last);
        });
    }

    /** Throws away what is there of somebody. */
    Future<Void> forget(UUID user) {
        return letters.newest()
                .compose(last -> last == null ? Future.succeededFuture() : forget(user.toString(), null, last));
    }

    private Future<Void> forget(String user, @Nullable String after, String last) {
        return letters.page(after, last, AT_ONCE).compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture();
            }
            List<Future<Boolean>> own = page.stream()
                    .filter(letter -> isOf(user, letter))
                    .map(letters::discard)
                    .toList();
            if (!own.isEmpty()) {
                LOG.atInfo().addKeyValue("user", user).log("{} dead letters were thrown away: erased", own.size());
            }
            return Future.all(own).compose(done -> forget(user, page.getLast().id(), last));
        });
    }

    /** A message, by its sender: gateways write it so, and who quotes the same in a message writes it escaped. Or a name. */
    private static boolean isOf(String user, DeadLetter letter) {
        String data = letter.field("data");
        boolean said = data != null && data.contains("\"from\":\"" + user + "\"");
        return said || isNamed(user, letter, "a", "nameA") || isNamed(user, letter, "b", "nameB");
    }

    private static boolean isNamed(String user, DeadLetter letter, String side, String name) {
        return user.equals(letter.field(side)) && letter.field(name) != null;
    }
}
