package chat.tandem.bench.attack;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.Set;

/**
 * What one flood was and met.
 *
 * @param actions how many actions were taken
 * @param bytes handed to sockets
 * @param outcomes what the server did, by name, and how often
 * @param unexpected those of them that no gateway may have
 */
@JsonPropertyOrder(alphabetic = false)
record FloodResult(
        String flood, long seconds, long actions, long bytes, Map<String, Long> outcomes, Set<String> unexpected) {}
