package chat.tandem.socketio;

import chat.tandem.socketio.engine.CorsPolicy;
import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.EngineIoServer;
import chat.tandem.socketio.engine.EngineIoSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;

/**
 * The server that the protocols' published test suites expect: an Engine.IO echo on {@code /engine.io/}, and Socket.IO on {@code
 * /socket.io/} with the namespaces {@code /} and {@code /custom}. {@code socketio/conformance --port 3000} starts it.
 */
public final class ConformanceApp {
    private ConformanceApp() {}

    /** Starts the server on the port after {@code --port}, by default 3000. */
    public static void main(String[] args) {
        int port = args.length == 2 && args[0].equals("--port") ? Integer.parseInt(args[1]) : 3000;
        Vertx vertx = Vertx.vertx();
        rehearse(vertx);
        start(vertx, port)
                .onSuccess(server -> System.out.println("listening on port " + server.actualPort()))
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    System.exit(1);
                });
    }

    /** Takes every way a few times on another port: the suites' deadlines are too short for a machine that still loads its classes. */
    private static void rehearse(Vertx vertx) {
        HttpServer server = TestServer.await(start(vertx, 0, Duration.ofMinutes(1)));
        for (int i = 0; i < 5; i++) {
            for (String path : List.of("/engine.io/", "/socket.io/")) {
                Http http = new Http(server.actualPort(), path);
                String sid = http.open();
                http.post(sid, "40");
                http.get(sid);
                String uri = path + "?EIO=4&transport=websocket";
                try (RawWebSocket own = new RawWebSocket(server.actualPort(), uri);
                        RawWebSocket upgrade = new RawWebSocket(server.actualPort(), uri + "&sid=" + sid)) {
                    own.text();
                    own.send("40").text();
                    own.send("451-1[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]")
                            .send(new byte[1])
                            .text();
                    upgrade.send("2probe").text();
                    upgrade.send("5");
                }
            }
        }
        TestServer.await(server.close());
    }

    /** Starts the server on a port; 0 takes a free one. */
    static Future<HttpServer> start(Vertx vertx, int port) {
        return start(vertx, port, Duration.ofMillis(300));
    }

    private static Future<HttpServer> start(Vertx vertx, int port, Duration pingInterval) {
        Router router = Router.router(vertx);
        EngineIoServer.create(vertx, configure(new EngineIoOptions(), pingInterval))
                .onConnection(ConformanceApp::echo)
                .mount(router);
        SocketIoOptions options = new SocketIoOptions().setConnectTimeout(Duration.ofSeconds(1));
        configure(options.engine(), pingInterval);
        SocketIoServer server = SocketIoServer.create(vertx, options).mount(router);
        server.namespace("/").onConnection(ConformanceApp::converse);
        server.namespace("/custom").onConnection(socket -> socket.emit("auth", socket.auth()));
        HttpServerOptions http = configure(new EngineIoOptions(), pingInterval).configure(new HttpServerOptions());
        return vertx.createHttpServer(http).requestHandler(router).listen(port);
    }

    private static EngineIoOptions configure(EngineIoOptions options, Duration pingInterval) {
        return options.setPingInterval(pingInterval)
                .setPingTimeout(Duration.ofMillis(200))
                .setMaxPayload(1_000_000)
                .setCors(CorsPolicy.ANY);
    }

    private static void echo(EngineIoSocket socket) {
        socket.onText(socket::send).onBinary(socket::send);
    }

    private static void converse(SocketIoSocket socket) {
        socket.emit("auth", socket.auth());
        socket.on(
                "message",
                event -> socket.emit("message-back", event.args().getList().toArray()));
        socket.on("message-with-ack", event -> event.ack(event.args().getList().toArray()));
    }
}
