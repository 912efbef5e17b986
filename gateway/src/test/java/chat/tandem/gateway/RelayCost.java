package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.RoundRobin;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What it costs that requests reach another gateway than their session's: {@code ./mvnw -pl gateway -am test -Dtest=RelayCost
 * -Dsurefire.failIfNoSpecifiedTests=false}. No test: its name keeps it out of those that always run.
 */
@ExtendWith(Stores.class)
class RelayCost {
    private static final int ROUNDS = 500;

    @Test
    void measure(RedisStore redis) {
        List<GatewayUnderTest> gateways = IntStream.range(0, 3)
                .mapToObj(i -> GatewayUnderTest.start(redis.url()))
                .toList();
        try {
            for (int round = 0; round < 2; round++) {
                report(redis, "polling, its own gateway", gateways.subList(0, 1), "polling");
                report(redis, "polling, three gateways in turn", gateways, "polling");
                report(redis, "stream, its own gateway", gateways.subList(0, 1), "sse");
                report(redis, "stream, three gateways in turn", gateways, "sse");
            }
        } finally {
            gateways.forEach(GatewayUnderTest::close);
        }
    }

    private static void report(RedisStore redis, String what, List<GatewayUnderTest> gateways, String way) {
        List<URI> servers = gateways.stream()
                .map(gateway -> URI.create("http://127.0.0.1:" + gateway.port()))
                .toList();
        try (RoundRobin balancer = RoundRobin.before(servers)) {
            long commands = commands(redis);
            long begun = System.nanoTime();
            talk(balancer.http().getPort(), way);
            double millis = (System.nanoTime() - begun) / 1e6 / ROUNDS;
            double asked = (double) (commands(redis) - commands) / ROUNDS;
            System.out.printf(
                    "%s: %.2f ms and %.1f commands of Redis for a ping and its answer%n", what, millis, asked);
        }
    }

    private static void talk(int port, String way) {
        if (way.equals("sse")) {
            try (StreamClient client = StreamClient.open(port)) {
                client.session();
                IntStream.range(0, ROUNDS).forEach(i -> client.ask("ping", new JsonObject()));
            }
        } else {
            try (SocketIoClient client = SocketIoClient.connect(port, Map.of(), way)) {
                client.session();
                IntStream.range(0, ROUNDS).forEach(i -> client.ask("ping"));
            }
        }
    }

    private static long commands(RedisStore redis) {
        String line = Stream.of(redis.command("INFO", "stats").split("\r?\n"))
                .filter(each -> each.startsWith("total_commands_processed:"))
                .findFirst()
                .orElseThrow();
        assertThat(line).isNotEmpty();
        return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
    }
}
