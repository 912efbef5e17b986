package chat.tandem.examples.consumer;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The consumer as a process of its own, over what Tandem's real scripts write. */
@ExtendWith(Stores.class)
class ConsumerIT {
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    @Test
    void killedAgainAndAgainItMissesNothingAndCountsNothingTwice(RedisStore redis) {
        try (Processes processes = Processes.of(Map.of("TANDEM_REDIS_URL", redis.url()));
                Strangers strangers = Strangers.of(redis)) {
            for (int kill = 0; kill < KILLS; kill++) {
                long before = total();
                ServiceProcess consumer = start(processes);
                CompletableFuture<Void> talks = CompletableFuture.runAsync(() -> strangers.talk(400));
                await().atMost(Duration.ofSeconds(60)).until(() -> total() > before);
                consumer.kill();
                talks.join();
            }
            ServiceProcess last = start(processes);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(report()).isEqualTo(happened(redis)));
            assertThat(last.stop()).isZero();
            assertThat(report()).isEqualTo(happened(redis)).containsKeys("matched", "text", "ended-left");
        }
    }

    @Test
    void aSecondOneWithTheSameFileIsRefused(RedisStore redis) {
        try (Processes processes = Processes.of(Map.of("TANDEM_REDIS_URL", redis.url()))) {
            ServiceProcess first = start(processes);
            await().atMost(Duration.ofSeconds(60)).until(() -> first.log().contains("Connected to Redis"));
            ServiceProcess second = start(processes);
            await().atMost(Duration.ofSeconds(60)).until(() -> !second.alive());
            assertThat(second.awaitExit()).isEqualTo(2);
            assertThat(second.log()).contains("is in use by another consumer");
            assertThat(first.alive()).isTrue();
        }
    }

    private ServiceProcess start(Processes processes) {
        return processes.start("examples.consumer", Map.of(), file().toString());
    }

    private Path file() {
        return folder.resolve("report.txt");
    }

    /** What is counted, all minutes together. */
    private Map<String, Long> report() {
        return lines().stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> !words[0].equals("counted"))
                .collect(groupingBy(words -> words[1], TreeMap::new, summingLong(words -> Long.parseLong(words[2]))));
    }

    private long total() {
        return report().values().stream().mapToLong(Long::longValue).sum();
    }

    private List<String> lines() {
        try {
            return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What the stream says, read without the code under test. */
    private static Map<String, Long> happened(RedisStore redis) {
        String[] words = redis.command("XRANGE", "{0}:events", "-", "+").split("\n", -1);
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < words.length - 1; i++) {
            switch (words[i]) {
                case "type" -> {
                    if (words[i + 1].equals("matched")) {
                        counts.merge("matched", 1L, Long::sum);
                    }
                }
                case "kind" -> counts.merge(words[i + 1], 1L, Long::sum);
                case "reason" -> counts.merge("ended-" + words[i + 1], 1L, Long::sum);
                default -> {}
            }
        }
        return counts;
    }
}
