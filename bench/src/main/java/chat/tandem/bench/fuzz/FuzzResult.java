package chat.tandem.bench.fuzz;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * What a long run was.
 *
 * @param inputs hostile inputs that the gateways have read: frames, packets and requests, none of the sound ones
 * @param outcomes what the gateways did, by name
 * @param findings visits at which a gateway did what none may
 */
@JsonPropertyOrder(alphabetic = false)
record FuzzResult(
        long seed,
        double seconds,
        long visits,
        long inputs,
        long inputsPerSecond,
        long bytes,
        Map<String, Long> outcomes,
        List<String> findings) {}
