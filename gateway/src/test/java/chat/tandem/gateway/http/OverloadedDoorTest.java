package chat.tandem.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Metrics;
import chat.tandem.gateway.address.ProxySettings;
import chat.tandem.gateway.limit.AddressLimitSettings;
import chat.tandem.gateway.limit.AddressLimits;
import chat.tandem.gateway.limit.Overload;
import chat.tandem.gateway.limit.UnauthenticatedMemory;
import chat.tandem.gateway.meters.AdmissionMeters;
import chat.tandem.gateway.meters.ClientMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The port for clients of a process that has more to do than it can. */
@ExtendWith(VertxExtension.class)
class OverloadedDoorTest {
    private static final long LATE = TimeUnit.SECONDS.toNanos(2);

    private final Overload overload = new Overload(System::nanoTime);
    private final Overload.Loop loop = overload.loop();
    private final List<HttpClient> clients = new ArrayList<>();
    private Vertx vertx;
    private int port;

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        SettingsReader settings = SettingsReader.of(Map.of());
        Metrics metrics = new Metrics();
        SharedLimits limits = new SharedLimits(
                ProxySettings.read(settings),
                new AddressLimits(AddressLimitSettings.read(settings), System::nanoTime),
                new ConnectionBudget(100, new LongAdder()),
                overload,
                new AdmissionMeters(metrics));
        FrontDoor door = new FrontDoor(
                vertx,
                List.of(),
                Duration.ofSeconds(30),
                limits,
                request -> "open".equals(request.getParam("sid")),
                new UnauthenticatedMemory(new UnauthenticatedMemory.Total(), System::nanoTime),
                (socket, connection) -> {},
                request -> request.response().end("served"),
                new ClientMeters(metrics));
        port = wait(door.open("127.0.0.1", 0));
    }

    private void become(boolean late) {
        for (int time = 0; time < 4; time++) {
            loop.turned(late ? LATE : 0);
        }
        assertThat(overload.isOn()).isEqualTo(late);
    }

    /** A client with one connection, which it keeps. Vert.x closes a client that nobody holds. */
    private HttpClient client(Vertx vertx) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(1));
        clients.add(client);
        return client;
    }

    private record Answer(int status, String retryAfter, String body) {}

    /** Asks on an event loop: from another thread the body of an answer could pass before anybody listens. */
    private Answer get(HttpClient client, String path) {
        Promise<Answer> answer = Promise.promise();
        vertx.runOnContext(here -> client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> answer(response, body)))
                .onComplete(answer));
        return wait(answer.future());
    }

    private static Answer answer(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), String.valueOf(response.getHeader("Retry-After")), body.toString());
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo("1");
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("unavailable");
    }

    @Test
    void newcomersAreRefusedAndThoseWhoAreInAreServed(Vertx vertx) {
        HttpClient before = client(vertx);
        assertThat(get(before, "/").status()).isEqualTo(200);
        become(true);

        assertThat(get(before, "/").status()).isEqualTo(200);
        assertRefused(get(client(vertx), "/"));
        assertRefused(get(client(vertx), "/sse"));
        assertRefused(get(before, "/socket.io/?EIO=4&transport=polling"));
        assertThat(get(client(vertx), "/socket.io/?EIO=4&transport=polling&sid=open")
                        .status())
                .isEqualTo(200);

        become(false);
        assertThat(get(client(vertx), "/").status()).isEqualTo(200);
        assertThat(get(client(vertx), "/sse").status()).isEqualTo(200);
    }

    @Test
    void aConnectionThatCameMeanwhileIsServedWhenThereIsTimeAgain(Vertx vertx) {
        become(true);
        HttpClient meanwhile = client(vertx);
        assertThat(get(meanwhile, "/socket.io/?EIO=4&transport=polling&sid=open")
                        .status())
                .isEqualTo(200);
        become(false);
        assertThat(get(meanwhile, "/").status()).isEqualTo(200);
    }
}
