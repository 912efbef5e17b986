package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.ops.Metric;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A busy run, every service a process of its own: Prometheus finds everything that is promised to it. */
@ExtendWith(Stores.class)
class MetricsIT {
    private static final List<String> SERVICES = List.of("persistence", "matcher", "media", "gateway");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-z0-9_]*)(?:\\{([^}]*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(".*[0-9a-f]{8}-[0-9a-f]{4}-.*");

    private final HttpClient http = HttpClient.newHttpClient();

    /** What all services export together: samples with the names of their labels, and the values of all labels. */
    private record Scrape(Map<String, Set<String>> labels, Map<String, Double> values, Set<String> words) {}

    @Test
    void everyMetricOfTheListAndOfTheDashboardIsExported(RedisStore redis, PostgresStore postgres)
            throws IOException, InterruptedException {
        try (var storage = S3Store.start();
                var deployment = deploy(redis, postgres, storage);
                var crowd = new Crowd()) {
            crowd.arrive(20, deployment.gateways(), 1);
            crowd.awaitTalks(2);
            askOverHttp(deployment.all("gateway").getFirst().http());
            collectGarbage(deployment.all("gateway").getFirst());

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> checkNames(scrape(deployment)));
            checkWords(scrape(deployment).words());
            checkNumbers(scrape(deployment).values());
            crowd.leave();
        } finally {
            http.close();
        }
    }

    private static Deployment deploy(RedisStore redis, PostgresStore postgres, S3Store storage) {
        Map<String, String> all = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        all.put("TANDEM_GATEWAY_LEASE", "30s");
        all.put("TANDEM_S3_ENDPOINT", storage.endpoint());
        all.put("TANDEM_S3_REGION", storage.region());
        all.put("TANDEM_S3_BUCKET", storage.bucket());
        all.put("TANDEM_S3_ACCESS_KEY", storage.accessKey());
        all.put("TANDEM_S3_SECRET_KEY", storage.secretKey());
        all.put("TANDEM_S3_PATH_STYLE", "true");
        all.put("TANDEM_UPLOAD_SWEEP", "1m");
        return Deployment.start(Processes.of(all), SERVICES);
    }

    /** A question to persistence and one to media. */
    private void askOverHttp(URI gateway) throws IOException, InterruptedException {
        String guest = send(
                HttpRequest.newBuilder(gateway.resolve("/api/guest")).POST(HttpRequest.BodyPublishers.ofString("{}")));
        String token = new ObjectMapper().readTree(guest).get("token").asText();
        send(HttpRequest.newBuilder(gateway.resolve("/api/conversations")).header("Authorization", "Bearer " + token));
        send(HttpRequest.newBuilder(gateway.resolve("/media/20260101-0123456789abcdef0123456789abcdef")));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isLessThan(400);
        return response.body();
    }

    /** Pauses are exported when there has been one. */
    private static void collectGarbage(ServiceProcess service) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        new ProcessBuilder(jcmd, String.valueOf(service.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private Scrape scrape(Deployment deployment) throws IOException, InterruptedException {
        Scrape scrape = new Scrape(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
        for (String service : SERVICES) {
            for (ServiceProcess process : deployment.all(service)) {
                add(send(HttpRequest.newBuilder(process.operations().resolve("/metrics"))), scrape);
            }
        }
        return scrape;
    }

    private static void add(String text, Scrape scrape) {
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            Set<String> names = scrape.labels.computeIfAbsent(sample.group(1), missing -> new TreeSet<>());
            scrape.values.merge(sample.group(1), Double.parseDouble(sample.group(3)), Double::sum);
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                names.add(label.group(1));
                scrape.words.add(label.group(2));
            }
        }
    }

    private static void checkNames(Scrape scrape) {
        assertThat(Arrays.stream(Metric.values()).filter(metric -> !exported(metric, scrape.labels)))
                .as("in the list, and not exported")
                .isEmpty();
        assertThat(Watching.samples()).isSubsetOf(scrape.labels.keySet());
        Set<String> ours = new TreeSet<>(scrape.labels.keySet());
        ours.removeIf(name -> !name.startsWith("tandem_")
                || Arrays.stream(Metric.values()).anyMatch(metric -> name.startsWith(metric.exported())));
        assertThat(ours).as("exported, and not in the list").isEmpty();
    }

    private static boolean exported(Metric metric, Map<String, Set<String>> labels) {
        boolean plain = switch (metric.kind()) {
            case COUNTER, GAUGE -> true;
            case TIMER, WAIT, SUMMARY -> false;
        };
        Set<String> found = labels.get(metric.exported() + (plain ? "" : "_count"));
        return found != null && found.equals(new TreeSet<>(metric.labels()));
    }

    /** However many people come, the words that stand in labels are few. */
    private static void checkWords(Set<String> words) {
        assertThat(words)
                .hasSizeLessThan(400)
                .noneMatch(word -> ID.matcher(word).matches());
    }

    private static void checkNumbers(Map<String, Double> values) {
        assertThat(values.get("tandem_messages_total")).isGreaterThan(100);
        assertThat(values.get("tandem_delivery_seconds_count")).isGreaterThan(100);
        assertThat(values.get("tandem_matches_total")).isGreaterThanOrEqualTo(20);
        assertThat(values.get("tandem_match_wait_seconds_count")).isGreaterThanOrEqualTo(40);
        assertThat(values.get("tandem_connections")).isEqualTo(20);
        assertThat(values.get("tandem_ready")).isEqualTo(4);
        assertThat(values.get("tandem_dependency_up")).isGreaterThanOrEqualTo(6);
    }
}
