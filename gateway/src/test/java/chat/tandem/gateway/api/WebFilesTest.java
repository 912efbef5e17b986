package chat.tandem.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebFilesTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));
    private final HttpClient client = vertx.createHttpClient();
    private int port;

    @BeforeEach
    void serve() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(new WebFiles(vertx, "default-src 'none'"));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private int status(String path) throws Exception {
        return client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send().map(HttpClientResponse::statusCode))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void everyFileOfThePageAndOfTheClientIsKnown() throws Exception {
        Set<String> names = WebFileNames.list();
        assertThat(names).contains("/index.html", "/app.js", "/images/image-view.js", "/tandem.js", "/tandem/link.js");
        for (String name : names) {
            assertThat(status(name)).as(name).isEqualTo(name.matches(".*[.](html|js|css|svg|ts|json)") ? 200 : 404);
        }
    }

    @Test
    void aFileThatIsNotThereIsMissedWithoutAWorker() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch missed = new CountDownLatch(1);
        var busy = vertx.executeBlocking(() -> {
            asked.countDown();
            return missed.await(60, TimeUnit.SECONDS);
        });
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        for (String path : Set.of(
                "/nothing.js", "/images/nothing.css", "/images", "/images/", "/../app.js.html", "/%2e%2e/x.js")) {
            assertThat(status(path)).as(path).isEqualTo(404);
        }
        assertThat(busy.isComplete()).isFalse();
        missed.countDown();
        assertThat(status("/app.js")).isEqualTo(200);
    }
}
