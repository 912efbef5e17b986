package chat.tandem.gateway;

import chat.tandem.socketio.Http;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a client costs that opens a connection and says nothing, and what bodies for the session of another gateway cost Redis: {@code
 * ./mvnw -pl gateway -am test -Dtest=StrangersCost -Dsurefire.failIfNoSpecifiedTests=false}. No test: its name keeps it out of those that
 * always run.
 */
@ExtendWith(Stores.class)
class StrangersCost {
    private static final int CLIENTS = 1_500;
    private static final int BODIES = 200;
    private static final String[] PADDING = {"X-Padding", "x".repeat(7_000)};

    @Test
    void measure(RedisStore redis) {
        Map<String, String> settings =
                Map.of("TANDEM_HELLO_DEADLINE", "10m", "TANDEM_HEARTBEAT", "10m", "TANDEM_LIMIT_EXEMPT", "127.0.0.0/8");
        for (int round = 0; round < 2; round++) {
            try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), settings)) {
                Http http = new Http(gateway.port(), "/socket.io/");
                report("polling session", i -> http.send("GET", "EIO=4&transport=polling", "", PADDING));
            }
            try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), settings)) {
                report("WebSocket and its client's end", i -> new WireSocket(gateway.port(), "/ws"));
            }
        }
        try (GatewayUnderTest home = GatewayUnderTest.start(redis.url(), settings);
                GatewayUnderTest other = GatewayUnderTest.start(redis.url(), settings)) {
            relay(redis, home, other, "6", "packets that mean nothing");
            relay(redis, home, other, "4", "messages");
        }
    }

    private static void report(String what, IntFunction<Object> open) {
        List<Object> kept = new ArrayList<>();
        long before = heap();
        for (int i = 0; i < CLIENTS; i++) {
            Object opened = open.apply(i);
            if (opened instanceof WireSocket) {
                kept.add(opened);
            }
        }
        System.out.printf("%s: %d bytes of heap%n", what, (heap() - before) / CLIENTS);
        kept.forEach(opened -> ((WireSocket) opened).close());
    }

    private static long heap() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void relay(
            RedisStore redis, GatewayUnderTest home, GatewayUnderTest other, String type, String what) {
        String sid = new Http(home.port(), "/socket.io/").open();
        Http http = new Http(other.port(), "/socket.io/");
        String body = type + "\u0001".repeat(15_000);
        long in = traffic(redis, "input");
        long out = traffic(redis, "output");
        int taken = 0;
        for (int i = 0; i < BODIES; i++) {
            taken += http.post(sid, body).statusCode() == 200 ? 1 : 0;
        }
        System.out.printf(
                "%d bodies of %d bytes, %s: %d taken, %d bytes into Redis, %d out of it%n",
                BODIES, body.length(), what, taken, traffic(redis, "input") - in, traffic(redis, "output") - out);
    }

    private static long traffic(RedisStore redis, String way) {
        String name = "total_net_" + way + "_bytes:";
        String line = redis.command("INFO", "stats")
                .lines()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.substring(name.length()).strip());
    }
}
