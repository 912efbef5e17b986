package chat.tandem.socketio;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

/** A chat of twenty lines. The README shows it. */
final class Example {
    private Example() {}

    static Future<HttpServer> start(Vertx vertx, int port) {
        SocketIoOptions options = new SocketIoOptions().setRecovery(RecoveryOptions.DEFAULTS);
        SocketIoServer io = SocketIoServer.create(vertx, options);
        io.namespace("/chat")
                .use(socket -> socket.auth().containsKey("name")
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ConnectRefusedException("who are you?")))
                .onConnection(socket -> {
                    String name = socket.auth().getString("name");
                    socket.on("join", event -> {
                        socket.join(event.args().getString(0));
                        event.ack("welcome");
                    });
                    socket.on(
                            "say",
                            event -> socket.to(event.args().getString(0))
                                    .emit("said", name, event.args().getValue(1)));
                });
        Router router = Router.router(vertx);
        io.mount(router);
        return vertx.createHttpServer().requestHandler(router).listen(port);
    }
}
