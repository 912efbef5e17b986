package chat.tandem.e2e.outage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an outage did.
 *
 * @param load the generator's own result: a stage for each part of the run
 * @param samples depth and age over time
 * @param catchUpSeconds from PostgreSQL's return until nothing was older than a second
 * @param acknowledged messages that the generator was told are on their way
 * @param stored rows in {@code messages}
 * @param conversationsWithGaps conversations whose sequences are not 1, 2, 3, … each once
 * @param deadLetters entries that were put aside
 */
record Outcome(
        JsonNode load,
        List<Sample> samples,
        double catchUpSeconds,
        long acknowledged,
        long stored,
        long conversationsWithGaps,
        long deadLetters) {

    /** Whether chat went on and everything arrived once. */
    boolean right() {
        return load.path("right").asBoolean()
                && acknowledged > 0
                && acknowledged == stored
                && conversationsWithGaps == 0
                && deadLetters == 0;
    }
}
