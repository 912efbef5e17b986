package chat.tandem.bench.attack;

import chat.tandem.bench.raw.Outcomes;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One flood from its first connection to its last. */
final class FloodRun {
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private FloodRun() {}

    /**
     * Floods for as long as said, and returns when every connection is closed.
     *
     * @param gateways two addresses, {@code http://host:port}
     * @param from local addresses, which the attackers share evenly
     */
    static FloodResult run(Flood flood, List<URI> gateways, List<InetAddress> from, Duration length)
            throws InterruptedException {
        var pace = new Pace(flood.perSecond());
        var outcomes = new Outcomes();
        var talks = new Talks();
        var attackers = new ArrayList<Attacker>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < flood.attackers(); i++) {
            var attacker = new Attacker(gateways, from.get(i % from.size()), pace, outcomes, talks);
            attackers.add(attacker);
            threads.add(Thread.ofVirtual().start(() -> attacker.run(flood.script())));
        }
        pace.run(length);
        var counts = outcomes.counts();
        attackers.forEach(Attacker::end);
        long end = System.nanoTime() + LEAVING.toNanos();
        for (var thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        return new FloodResult(
                flood.name(),
                length.toSeconds(),
                pace.taken(),
                outcomes.bytesSent(),
                counts,
                flood.unexpected(counts.keySet()));
    }
}
