package chat.tandem.bench.fuzz;

import chat.tandem.bench.raw.Outcomes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A long run: many visitors at once, each with one {@link Barrage} after the other. */
final class FuzzRun {
    private static final int MOST_FINDINGS = 100;

    /** What no input may lead to. */
    private static final List<String> FORBIDDEN =
            List.of("no answer", "HTTP 500", "error internal", "refused", "no HTTP");

    private final long seed;
    private final List<URI> gateways;
    private final long mostInputs;
    private final long endNanos;
    private final long begun = System.nanoTime();
    private final AtomicLong visits = new AtomicLong();
    private final LongAdder inputs = new LongAdder();
    private final Outcomes outcomes = new Outcomes();
    private final List<String> findings = Collections.synchronizedList(new ArrayList<>());

    /** @param mostInputs and {@code seconds}: it ends when either is reached */
    FuzzRun(long seed, List<URI> gateways, long mostInputs, long seconds) {
        this.seed = seed;
        this.gateways = List.copyOf(gateways);
        this.mostInputs = mostInputs;
        this.endNanos = begun + seconds * 1_000_000_000;
    }

    /** Runs, and returns when all visitors are gone; {@code progress} is told once a minute. */
    void run(int visitors, Consumer<String> progress) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < visitors; i++) {
            threads.add(Thread.ofVirtual().start(this::visit));
        }
        for (var thread : threads) {
            while (!thread.join(Duration.ofMinutes(1))) {
                progress.accept(inputs.sum() + " inputs in " + Math.round(seconds()) + " s");
            }
        }
    }

    /** What was seen so far. */
    FuzzResult result() {
        return new FuzzResult(
                seed,
                seconds(),
                visits.get(),
                inputs.sum(),
                Math.round(inputs.sum() / seconds()),
                outcomes.bytesSent(),
                outcomes.counts(),
                List.copyOf(findings));
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void visit() {
        while (inputs.sum() < mostInputs && System.nanoTime() - endNanos < 0) {
            visit(visits.getAndIncrement());
        }
    }

    /** Comes as the visitor of one number. */
    void visit(long number) {
        var gateway = gateways.get((int) (number % gateways.size()));
        var met = new Outcomes();
        inputs.add(new Barrage(seed, number, gateway, met).run());
        outcomes.add(met);
        FORBIDDEN.stream().filter(met.counts()::containsKey).forEach(outcome -> found(number, outcome));
    }

    private void found(long number, String outcome) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add("seed " + seed + ", visit " + number + ": " + outcome);
        }
    }
}
