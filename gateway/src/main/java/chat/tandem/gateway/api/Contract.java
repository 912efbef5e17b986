package chat.tandem.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.contract.SecurityRequirement;
import java.util.List;

/**
 * The HTTP API as {@code openapi.yaml} says it: what there is, who may ask, what a request may hold. It is what is served as
 * {@code GET /api/openapi.json}, and what {@link Routes} serves by. Never changes; all event loops share it.
 */
public final class Contract {
    private final OpenAPIContract model;
    private final Buffer http;
    private final Buffer events;

    private Contract(OpenAPIContract model, JsonObject http, JsonObject events) {
        this.model = model;
        this.http = http.toBuffer();
        this.events = events.toBuffer();
    }

    /** Reads it. Fails where it is no OpenAPI 3.1 document. */
    public static Future<Contract> load(Vertx vertx) {
        Future<JsonObject> events = vertx.executeBlocking(() -> Documents.read("asyncapi.yaml"));
        return vertx.executeBlocking(() -> Documents.read("openapi.yaml"))
                .compose(http -> OpenAPIContract.from(vertx, withoutStreams(http.copy()))
                        .compose(model -> events.map(read -> new Contract(model, http, read))));
    }

    /** The library takes no media type but those whose bodies it can judge, and a stream of events is none. */
    private static JsonObject withoutStreams(JsonObject document) {
        document.getJsonObject("paths")
                .getJsonObject("/sse")
                .getJsonObject("get")
                .getJsonObject("responses")
                .getJsonObject("200")
                .remove("content");
        return document;
    }

    /** The paths with their operations, those without a variable first. */
    List<Path> paths() {
        return model.getPaths();
    }

    /** Whether an operation is for those only who say who they are. */
    static boolean forKnown(Operation operation) {
        List<SecurityRequirement> ways = operation.getSecurityRequirements();
        return !ways.isEmpty() && ways.stream().noneMatch(SecurityRequirement::isEmpty);
    }

    /** Whether the answer comes bit by bit, so that nobody can say how it ends before it does. */
    static boolean bitByBit(Operation operation) {
        return Boolean.TRUE.equals(operation.getExtensions().get("x-bit-by-bit"));
    }

    /** Whether the contract describes the request, but another judges it; {@code docs/ARCHITECTURE.md} says why. */
    static boolean judgesItself(Operation operation) {
        return Boolean.TRUE.equals(operation.getExtensions().get("x-judges-itself"));
    }

    /** What the library makes of the document. */
    OpenAPIContract model() {
        return model;
    }

    /** The document as JSON. */
    Buffer http() {
        return http;
    }

    /** {@code asyncapi.yaml}, the commands and events of a connection, as JSON. */
    Buffer events() {
        return events;
    }
}
