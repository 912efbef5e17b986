package chat.tandem.common.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;

/** The operations port: health, and what is running here. */
public final class OpsServer {

    private final HttpServer server;

    private OpsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens at once, so that a process which is still starting answers "not ready". Fails with
     * {@link PortInUseException} if the port is taken.
     *
     * @param service the service's name, shown at {@code GET /}
     * @param settings what to show there, without secrets
     */
    public static Future<OpsServer> start(
            Vertx vertx, String service, OpsSettings ops, Operations operations, Map<String, String> settings) {
        Health health = operations.health();
        JsonObject about = about(service, BuildInfo.read(), settings);
        Router router = Router.router(vertx);
        router.get("/").handler(context -> answer(context, 200, about));
        router.get("/health/live").handler(context -> answer(context, 200, new JsonObject().put("live", true)));
        router.get("/health/ready").handler(context -> answer(context, health.ready() ? 200 : 503, health.report()));
        return vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(router)
                .listen(ops.port(), ops.host())
                .recover(PortInUseException.explain("TANDEM_OPS_PORT", ops.host(), ops.port()))
                .map(OpsServer::new);
    }

    private static JsonObject about(String service, BuildInfo build, Map<String, String> settings) {
        JsonObject shown = new JsonObject();
        new TreeMap<>(settings).forEach(shown::put);
        return new JsonObject()
                .put("service", service)
                .put("version", build.version())
                .put("build", build.revision())
                .put("settings", shown);
    }

    private static void answer(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body.encodePrettily());
    }

    /** The port that is listened on. */
    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }
}
