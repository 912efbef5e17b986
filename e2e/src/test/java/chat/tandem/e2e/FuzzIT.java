package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.bench.fuzz.Visit;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Visitors send a gateway random and mutated frames over every transport, while neighbours chat: no exception escapes, nothing of the
 * visitors stays, and the neighbours notice nothing. {@code -Dtandem.fuzz.seconds} says for how long, {@code -Dtandem.fuzz.seed} what,
 * and {@code -Dtandem.fuzz.visit} lets one of the visits come alone.
 */
@ExtendWith(Stores.class)
class FuzzIT {
    private static final int AT_ONCE = 8;
    private static final long SEED = Long.getLong("tandem.fuzz.seed", 1);
    private static final int SECONDS = Integer.getInteger("tandem.fuzz.seconds", 60);
    private static final int WARM_UP_VISITS = 400;

    /** What code that was not run yet, caches with bounds and such may take more; a leak of 1 KB a visit would be several times that. */
    private static final long HEAP_ALLOWANCE = 4 << 20;

    /** A buffer that nobody gives back is an error in the log. */
    private static final List<String> JVM = List.of(
            "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dio.netty.leakDetection.level=paranoid");

    private static final Pattern TROUBLE =
            Pattern.compile("(?m)^.*( ERROR |Exception|Throwable|Error:|LEAK).*$|^\\s+at .*$");
    private static final Pattern CLASS = Pattern.compile("(?m)^ *\\d+: +(\\d+) +(\\d+) +(\\S+)");

    /** One of each for a client, or one of some of them. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "chat.tandem.gateway.session.Session",
            "chat.tandem.gateway.transport.WebSocketConnection",
            "chat.tandem.gateway.transport.StreamConnection",
            "chat.tandem.gateway.transport.SocketIoConnection",
            "chat.tandem.socketio.engine.impl.EngineSession",
            "chat.tandem.socketio.impl.Connection",
            "chat.tandem.socketio.impl.SocketImpl");

    private record Heap(long bytes, Map<String, Long> clients) {}

    @Test
    void visitorsWithoutMannersLeaveNothingBehindAndDisturbNobody(RedisStore redis, PostgresStore postgres) {
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_GRACE", "2s");
        settings.put("TANDEM_HEARTBEAT", "2s");
        settings.put("TANDEM_GATEWAY_LEASE", "30s");
        List.of("MESSAGES", "COMMANDS", "JOINS", "HANDSHAKES", "CONNECTIONS", "GUESTS", "UPLOADS")
                .forEach(limit -> settings.put("TANDEM_LIMIT_" + limit, "off"));
        try (var deployment =
                        Deployment.start(Processes.of(settings, JVM), List.of("persistence", "matcher", "gateway"));
                var neighbours =
                        new Neighbours(gateway(deployment).http(), Transport.WEBSOCKET, Transport.SERVER_SENT_EVENTS);
                var others =
                        new Neighbours(gateway(deployment).http(), Transport.JAVA_POLLING, Transport.JAVA_WEBSOCKET)) {
            fuzz(gateway(deployment));
            System.out.println("neighbours' messages: " + (neighbours.undisturbed() + others.undisturbed()));
            assertNoTrouble(gateway(deployment), () -> "after all of them had gone");
        }
    }

    private static ServiceProcess gateway(Deployment deployment) {
        return deployment.all("gateway").getFirst();
    }

    private static void fuzz(ServiceProcess gateway) {
        Long alone = Long.getLong("tandem.fuzz.visit");
        if (alone != null) {
            round(gateway, alone, 1);
            return;
        }
        Heap neighbours = heap(gateway);
        assertThat(neighbours.clients().keySet()).isEqualTo(OF_CLIENTS);
        long visits = 0;
        while (visits < WARM_UP_VISITS) {
            visits = round(gateway, visits, AT_ONCE);
        }
        Heap before = calm(gateway, neighbours);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        while (System.nanoTime() < end) {
            visits = round(gateway, visits, AT_ONCE);
        }
        Heap after = calm(gateway, neighbours);
        System.out.println("seed " + SEED + ", " + visits + " visits; heap at first " + neighbours.bytes() + ", warm "
                + before.bytes() + ", at last " + after.bytes());
        assertThat(after.bytes()).isLessThan(before.bytes() + HEAP_ALLOWANCE);
    }

    /** Some visitors at once; if the gateway has trouble with one of them, that is known. Answers the next one's number. */
    private static long round(ServiceProcess gateway, long first, int visitors) {
        List<Visit> visits = LongStream.range(first, first + visitors)
                .mapToObj(number -> new Visit(SEED, number, gateway.http()))
                .toList();
        visits.stream()
                .map(visit -> CompletableFuture.runAsync(
                        visit::run, task -> Thread.ofVirtual().start(task)))
                .toList()
                .forEach(CompletableFuture::join);
        assertNoTrouble(
                gateway,
                () -> "at one of these visits, or before:\n"
                        + visits.stream().map(Visit::story).collect(Collectors.joining("\n")));
        return first + visitors;
    }

    private static void assertNoTrouble(ServiceProcess gateway, Supplier<String> when) {
        Matcher trouble = TROUBLE.matcher(gateway.log());
        if (trouble.find()) {
            throw new AssertionError(trouble.group() + "\n" + when.get() + "\n" + gateway.log());
        }
    }

    /** Waits until nothing of any visitor is left, as their last polling sessions are silent for too long. */
    private static Heap calm(ServiceProcess gateway, Heap neighbours) {
        Heap[] now = new Heap[1];
        await().atMost(Duration.ofSeconds(75))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    now[0] = heap(gateway);
                    assertThat(now[0].clients()).isEqualTo(neighbours.clients());
                });
        return now[0];
    }

    /** What lives after a collection. */
    private static Heap heap(ServiceProcess gateway) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, String.valueOf(gateway.pid()), "GC.class_histogram").start();
            Matcher line = CLASS.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            Map<String, Long> clients = new TreeMap<>();
            long bytes = 0;
            while (line.find()) {
                bytes += Long.parseLong(line.group(2));
                if (OF_CLIENTS.contains(line.group(3))) {
                    clients.put(line.group(3), Long.parseLong(line.group(1)));
                }
            }
            return new Heap(bytes, clients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
