package chat.tandem.gateway;

import chat.tandem.common.config.Config;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.log.LogFormat;
import chat.tandem.common.log.LogSettings;
import chat.tandem.common.log.Logs;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.redis.LinkOptions;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Match;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.Shards;
import chat.tandem.common.state.StateSettings;
import chat.tandem.common.state.Upload;
import chat.tandem.common.state.UploadState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.event.Level;

/** A gateway process in miniature, and a matcher that does what the test says. */
final class GatewayUnderTest implements AutoCloseable {
    static final String SECRET = "one:0123456789abcdef0123456789abcdef";

    private final Queue<HttpClient> httpClients = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final Operations operations = new Operations();
    private final RedisSettings redis;
    private final StateSettings state;
    private final Gateways gateways;
    private final ShardUpkeep upkeep;
    private final UploadState uploads;
    private boolean stopped;

    private GatewayUnderTest(Configuration configuration, String redisUrl, Map<String, String> overrides) {
        Map<String, String> values = new HashMap<>(Map.of(
                "TANDEM_HTTP_HOST", "127.0.0.1",
                "TANDEM_HTTP_PORT", "0",
                "TANDEM_GATEWAY_LOOPS", "1",
                "TANDEM_REDIS_URL", redisUrl,
                "TANDEM_TOKEN_SECRET", SECRET));
        values.putAll(configuration.settings());
        values.putAll(overrides);
        SettingsReader reader = new SettingsReader(new Config(values));
        if (configuration.hasProxy()) {
            Logs.begin(LogSettings.read(reader));
        }
        GatewaySettings settings = GatewaySettings.read(reader);
        redis = settings.redis();
        state = settings.state();
        gateways = wait(Gateways.deploy(vertx, settings, operations));
        if (configuration.hasProxy()) {
            ProxyInFront.add(port());
        }
        RedisLink link = RedisLink.open(vertx, redis, LinkOptions.commands());
        upkeep = new ShardUpkeep(link::send, Shards.of(1).keys(0), state);
        Duration day = Duration.ofDays(1);
        uploads = new UploadState(
                link::send, Shards.of(1).keys(0), new UploadState.Rules(RateLimit.parse("9/s"), day, day));
    }

    static GatewayUnderTest start(Configuration configuration, String redisUrl, Map<String, String> overrides) {
        return new GatewayUnderTest(configuration, redisUrl, overrides);
    }

    static GatewayUnderTest start(String redisUrl, Map<String, String> overrides) {
        return start(Configuration.PLAIN, redisUrl, overrides);
    }

    static GatewayUnderTest start(String redisUrl) {
        return start(redisUrl, Map.of());
    }

    static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    int port() {
        return gateways.port();
    }

    /** Begins something on an event loop. From another thread the body of an answer could pass before anybody listens. */
    <T> Future<T> onLoop(Supplier<Future<T>> action) {
        Promise<T> result = Promise.promise();
        vertx.runOnContext(here -> action.get().onComplete(result));
        return result.future();
    }

    /** A client for HTTP that lives as long as the gateway: Vert.x closes one that nobody holds, whatever it waits for. */
    HttpClient httpClient(HttpClientOptions options) {
        HttpClient client = vertx.createHttpClient(options);
        httpClients.add(client);
        return client;
    }

    HttpClient httpClient() {
        return httpClient(new HttpClientOptions());
    }

    Vertx vertx() {
        return vertx;
    }

    /** What a metric says, all its series together. */
    double metric(String name) {
        return operations
                .metrics()
                .scrape("text/plain")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    Client client() {
        return Client.connect(vertx, port());
    }

    /** Does what a matcher does for these users. */
    List<Match> match(String... users) {
        return wait(upkeep.pair(List.of(users), true));
    }

    /** Does what media does when a user asks for an upload: its id. */
    String requestUpload(String user) {
        String id = Client.messageId();
        wait(uploads.request(user, Upload.announced(id, "image/png", 9, null, 0)));
        return id;
    }

    /** Does what media does when it has looked at the bytes. */
    void completeUpload(String user, String id, String url) {
        wait(uploads.complete(user, id, new Upload.Completed("key", JsonText.quote(url))));
    }

    /** Carries out what is due for those who are away. */
    void expire() {
        wait(upkeep.expire(100));
    }

    /** Two clients in a conversation. */
    Pair pair() {
        return pair(client(), new JsonObject(), client(), new JsonObject());
    }

    Pair pair(Client one, JsonObject oneHello, Client other, JsonObject otherHello) {
        String oneId = one.hello(oneHello).getString("userId");
        String otherId = other.hello(otherHello).getString("userId");
        one.ask("join-queue", new JsonObject());
        other.ask("join-queue", new JsonObject());
        match(oneId, otherId);
        String conversation = one.event("matched").getString("conversationId");
        other.event("matched");
        return new Pair(one, oneId, other, otherId, conversation);
    }

    record Pair(Client one, String oneId, Client other, String otherId, String conversation) implements AutoCloseable {
        JsonObject inConversation() {
            return new JsonObject().put("conversationId", conversation);
        }

        JsonObject message(String body) {
            return message(Client.messageId(), body);
        }

        JsonObject message(String id, String body) {
            return inConversation().put("id", id).put("type", "text").put("body", body);
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }

    void stop() {
        wait(beginStop());
    }

    Future<Void> beginStop() {
        if (stopped) {
            return Future.succeededFuture();
        }
        stopped = true;
        return gateways.stop();
    }

    @Override
    public void close() {
        stop();
        if (ProxyInFront.remove(port())) {
            Logs.begin(new LogSettings(Level.INFO, LogFormat.TEXT));
        }
        wait(vertx.close());
    }
}
