package chat.tandem.bench.load;

import chat.tandem.bench.client.Transport;
import chat.tandem.bench.load.ArrivalSchedule.Arrivals;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run of the load generator does.
 *
 * @param run a name that no other run of the day has: strangers meet by it
 * @param gateways such as {@code ws://localhost:8080}; the two sides of a conversation are on neighbouring ones
 * @param transport what carries the lines
 * @param rates messages per second, one stage after the other
 * @param clients connections, an even number: each is in one conversation for the whole run
 * @param warmup at the beginning of each stage, not measured
 * @param measured how long each stage is measured
 * @param settle how long to wait, after a stage, for what is under way; what has not come then is lost
 * @param bodyLength characters of a message, 80 to 4000
 * @param from local addresses that the clients share evenly; none: the system chooses. They need {@link Transport#WS}
 * @param loops event loops to run on
 * @param pids processes to measure, by a name each; their child processes are counted with them
 */
record LoadSettings(
        String run,
        List<URI> gateways,
        Transport transport,
        List<Double> rates,
        int clients,
        Duration warmup,
        Duration measured,
        Duration settle,
        int bodyLength,
        Arrivals arrivals,
        List<String> from,
        int loops,
        Map<String, List<Long>> pids) {

    LoadSettings {
        require(!gateways.isEmpty(), "at least one gateway is needed");
        require(!rates.isEmpty() && rates.stream().allMatch(rate -> rate > 0), "a rate is above 0");
        require(clients >= 2 && clients % 2 == 0, "clients are two or more, and even");
        require(measured.isPositive() && !warmup.isNegative() && !settle.isNegative(), "a duration is too short");
        require(bodyLength >= 80 && bodyLength <= 4_000, "a body has 80 to 4000 characters");
        require(loops >= 1 && loops <= clients / 2, "loops are 1 or more, and not more than conversations");
        require(from.isEmpty() || transport == Transport.WS, "local addresses are for the transport ws");
        from = List.copyOf(from);
        gateways = List.copyOf(gateways);
        rates = List.copyOf(rates);
        pids = Map.copyOf(pids);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
