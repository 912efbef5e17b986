package chat.tandem.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The document that a gateway serves of its HTTP API, and whether it keeps to it: a field that is not described is a breach. */
public final class ServedContract {
    private final OpenAPIContract model;
    private final ResponseValidator validator;

    /** @param document as it was served */
    public ServedContract(Vertx vertx, JsonObject document) {
        JsonObject known = Described.closed(document);
        // The library knows no streams of events.
        known.getJsonObject("paths")
                .getJsonObject("/sse")
                .getJsonObject("get")
                .getJsonObject("responses")
                .getJsonObject("200")
                .remove("content");
        this.model = wait(OpenAPIContract.from(vertx, known));
        this.validator = ResponseValidator.create(vertx, model);
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** What the library makes of it. */
    public OpenAPIContract model() {
        return model;
    }

    private Operation operation(String method, String path) {
        Operation operation = model.findOperation(path, HttpMethod.valueOf(method));
        assertThat(operation).as("%s %s must be described", method, path).isNotNull();
        return operation;
    }

    /** The answer is one that the document foresees for this request: its status, its headers, its body. */
    public void assertKept(HttpRequest request, HttpResponse<String> answer) {
        Operation operation = operation(request.method(), request.uri().getPath());
        String type = answer.headers().firstValue("Content-Type").orElse(null);
        Buffer body = answer.body().isEmpty() ? null : Buffer.buffer(answer.body());
        Map<String, String> headers = new HashMap<>();
        // The library reads a header as JSON before it takes it for a text.
        answer.headers().map().forEach((name, values) -> headers.put(name, Json.encode(values.getFirst())));
        wait(validator.validate(
                ValidatableResponse.create(answer.statusCode(), headers, body, type), operation.getOperationId()));
        boolean described =
                !operation.getResponse(answer.statusCode()).getContent().isEmpty();
        assertThat(body != null)
                .as("a body in %d of %s", answer.statusCode(), operation.getOperationId())
                .isEqualTo(described);
    }
}
