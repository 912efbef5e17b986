package chat.tandem.common.ops;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * The operations port: health, metrics, and what is running here. It has a Vert.x of its own with one event loop, so that
 * it answers while those of the service stand still, and can say so.
 */
public final class OpsServer {

    private static final VertxOptions SMALL =
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1);

    private final Vertx own;
    private final HttpServer server;
    private final Jvm jvm;

    private OpsServer(Vertx own, HttpServer server, Jvm jvm) {
        this.own = own;
        this.server = server;
        this.jvm = jvm;
    }

    /**
     * Listens at once, so that a process which is still starting answers "not ready". Fails with
     * {@link PortInUseException} if the port is taken.
     *
     * @param watched the Vert.x whose event loops do the service's work
     * @param service the service's name, shown at {@code GET /}
     * @param settings what to show there, without secrets
     */
    public static Future<OpsServer> start(
            Vertx watched, String service, OpsSettings ops, Operations operations, Map<String, String> settings) {
        BuildInfo build = BuildInfo.read();
        Metrics metrics = operations.metrics();
        metrics.gauge(Metric.BUILD, () -> 1, service, build.version(), build.revision());
        Vertx own = Vertx.vertx(SMALL);
        EventLoops loops = EventLoops.watch(watched, own, metrics);
        OpsHosts hosts = new OpsHosts(ops.names());
        OpsConnections connections = new OpsConnections(own, ops.deadlineMs());
        Router router = Router.router(own);
        router.route().handler(context -> admit(context, hosts, connections));
        serve(router, operations, loops, about(service, build, settings));
        Promise<OpsServer> started = Promise.promise(); // On no context of its own, which may be closed by then.
        own.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(connections::opened)
                .requestHandler(router)
                .listen(ops.port(), ops.host())
                .map(server -> new OpsServer(own, server, Jvm.measure(metrics)))
                .recover(PortInUseException.explain("TANDEM_OPS_PORT", ops.host(), ops.port()))
                .onFailure(fault -> own.close())
                .onComplete(started);
        return started.future();
    }

    private static void admit(RoutingContext context, OpsHosts hosts, OpsConnections connections) {
        HttpConnection connection = context.request().connection();
        connections.asked(connection);
        context.addEndHandler(answered -> connections.answered(connection));
        if (hosts.allow(context.request().getHeader(HttpHeaders.HOST))) {
            context.next();
        } else {
            String why = "Not by this name, which TANDEM_OPS_NAMES does not have.";
            refuse(context, ProtocolError.of(ErrorCode.FORBIDDEN, why));
        }
    }

    private static void serve(Router router, Operations operations, EventLoops loops, JsonObject about) {
        Health health = operations.health();
        router.get("/").handler(context -> answer(context, 200, about));
        router.get("/health/live").handler(context -> live(context, loops.status()));
        router.get("/health/ready").handler(context -> answer(context, health.ready() ? 200 : 503, health.report()));
        router.get("/metrics").handler(context -> scrape(context, operations.metrics()));
        router.route().handler(context -> refuse(context, ProtocolError.of(ErrorCode.NOT_FOUND, "Nothing is here.")));
        router.route().failureHandler(context -> refuse(context, ProtocolError.internal()));
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

    private static void live(RoutingContext context, Status status) {
        JsonObject body = new JsonObject().put("live", status.up()).put("reason", status.reason());
        answer(context, status.up() ? 200 : 503, body);
    }

    private static void scrape(RoutingContext context, Metrics metrics) {
        String format = Exposition.best(context.parsedHeaders());
        answer(context, 200, format, metrics.scrape(format));
    }

    private static void refuse(RoutingContext context, ProtocolError error) {
        answer(context, error.code().httpStatus(), new JsonObject(error.toJson()));
    }

    private static void answer(RoutingContext context, int status, JsonObject body) {
        answer(context, status, "application/json", body.encodePrettily());
    }

    private static void answer(RoutingContext context, int status, String type, String body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }

    /** The port that is listened on. */
    public int port() {
        return server.actualPort();
    }

    /** Answers no more. */
    public Future<Void> close() {
        jvm.close();
        return own.close();
    }
}
