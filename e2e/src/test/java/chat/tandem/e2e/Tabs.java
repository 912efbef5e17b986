package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.WindowType;

/**
 * One Chromium whose tabs are persons. The test serves them their scripts, and speaks with each over a
 * WebSocket.
 */
final class Tabs implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, TabLine> lines = new ConcurrentHashMap<>();

    private @Nullable Chromium browser;
    private @Nullable String first;
    private int hosts;

    /** Serves scripts; the browser starts with the first line. */
    Tabs() {
        server = vertx.createHttpServer()
                .requestHandler(this::serve)
                .webSocketHandler(this::entered)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** Where the scripts come from: another origin than that of any gateway. */
    URI origin() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** The same gateway under a name of its own (a browser asks nobody about it), for cookies are kept by host, whatever the port. */
    synchronized URI alone(URI gateway) {
        return URI.create("http://tab" + ++hosts + ".localhost:" + gateway.getPort());
    }

    private void serve(HttpServerRequest request) {
        request.response().putHeader("Access-Control-Allow-Origin", "*");
        if (request.path().equals("/")) {
            request.response().putHeader("Content-Type", "text/html").end("<!doctype html><title>elsewhere</title>");
            return;
        }
        Path folder = NodePackages.require();
        Path file = folder.resolve(request.path().substring(1)).normalize();
        var unused = file.startsWith(folder)
                ? request.response().sendFile(file.toString())
                : request.response().setStatusCode(404).end();
    }

    private void entered(ServerWebSocket socket) {
        TabLine line = requireNonNull(lines.get(socket.path().substring(1)));
        socket.textMessageHandler(text -> line.take(new JsonObject(text)));
        line.entered(socket);
    }

    /**
     * Opens a tab on a page, and in it a line to the gateway. Skips the test, visibly, where there is no browser, or no Node to fetch the
     * clients with.
     *
     * @param client {@code newest}, {@code event-source} or {@code tandem}
     */
    synchronized TabLine line(URI page, String client, String transports, URI gateway, JsonObject hello) {
        NodePackages.require();
        var driver = browser().driver();
        driver.switchTo().newWindow(WindowType.TAB).get(page.toString());
        String tab = driver.getWindowHandle();
        TabLine line = new TabLine(() -> close(tab));
        lines.put(tab, line);
        Object failed = driver.executeAsyncScript(
                """
                const [script, control, client, transports, gateway, done] = arguments;
                import(script).then(({ begin }) => begin(control, client, transports, gateway)).then(() => done(null), (error) => done(String(error)));
                """,
                origin() + "/browser.mjs",
                origin().toString().replaceFirst("http", "ws") + "/" + tab,
                client,
                transports,
                gateway.toString());
        if (failed != null) {
            throw new AssertionError(failed);
        }
        line.begin(hello);
        return line;
    }

    private synchronized Chromium browser() {
        if (browser == null) {
            browser = Chromium.start();
            first = browser.driver().getWindowHandle();
        }
        return browser;
    }

    private synchronized void close(String tab) {
        if (lines.remove(tab) != null) {
            browser().driver().switchTo().window(tab).close();
            browser().driver().switchTo().window(requireNonNull(first));
        }
    }

    @Override
    public void close() {
        if (browser != null) {
            browser.close();
        }
        vertx.close().await();
    }

    /** A line in a tab. */
    static final class TabLine extends RemoteLine {
        private final CompletableFuture<ServerWebSocket> socket = new CompletableFuture<>();
        private final Runnable close;

        private TabLine(Runnable close) {
            this.close = close;
        }

        private void entered(ServerWebSocket entered) {
            socket.complete(entered);
        }

        private void begin(JsonObject hello) {
            write(hello);
            told("session");
        }

        @Override
        void write(JsonObject line) {
            var unused =
                    socket.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().writeTextMessage(line.encode());
        }

        @Override
        public void close() {
            close.run();
        }
    }
}
