package chat.tandem.bench.check.visitor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks after one connection: where it is silent for too long it is asked, and where no answer comes it is given up. */
final class Heartbeat {
    private final Line line;
    private final long silenceMillis;
    private @Nullable Long askedAt;

    /** @param silenceMillis after so much silence it is asked */
    Heartbeat(Line line, long silenceMillis) {
        this.line = line;
        this.silenceMillis = silenceMillis;
    }

    /**
     * Called a few times a second.
     *
     * @param patienceMillis for how long an answer is waited for
     * @return whether the connection is lost
     */
    boolean lost(long patienceMillis) {
        var asked = askedAt;
        if (asked != null) {
            return millis() - asked > patienceMillis;
        }
        if (line.silence().toMillis() >= silenceMillis) {
            askedAt = millis();
            line.ask("ping", "", Map.of()).onComplete(answer -> askedAt = null);
        }
        return false;
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }
}
