package chat.tandem.gateway.http;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Answers in JSON: data, or the bare error under the status that belongs to its code. */
public final class HttpAnswers {
    private HttpAnswers() {}

    /**
     * Answers with data.
     *
     * @param body a JSON object
     */
    public static void json(HttpServerResponse response, int status, String body) {
        json(response, status, Buffer.buffer(body));
    }

    /**
     * Answers with data.
     *
     * @param body a JSON object as bytes
     */
    public static void json(HttpServerResponse response, int status, Buffer body) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body);
    }

    /** Says why there is nothing else to say. */
    public static void refuse(HttpServerResponse response, ProtocolError error) {
        comeBackAfter(response, error.retryAfterMs());
        refuse(response, error.code(), error.toJson());
    }

    /** Whole seconds, rounded up (RFC 9110, 10.2.3). */
    private static void comeBackAfter(HttpServerResponse response, @Nullable Long millis) {
        if (millis != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf((millis + 999) / 1000));
        }
    }

    /**
     * Answers with an error that is JSON already and says its code itself.
     *
     * @param error a JSON object
     */
    public static void refuse(HttpServerResponse response, String error) {
        refuse(response, error, error);
    }

    /**
     * Answers with something that holds an error, under the status that belongs to the error's code.
     *
     * @param error a JSON object
     * @param body a JSON object
     */
    public static void refuse(HttpServerResponse response, String error, String body) {
        JsonObject read = new JsonObject(error);
        comeBackAfter(response, read.getLong("retryAfterMs"));
        refuse(response, codeOf(read), body);
    }

    /** The code of an error that is JSON already. */
    public static ErrorCode codeOf(String error) {
        return codeOf(new JsonObject(error));
    }

    private static ErrorCode codeOf(JsonObject error) {
        @Nullable String code = error.getString("code");
        return ErrorCode.of(String.valueOf(code)).orElse(ErrorCode.INTERNAL);
    }

    /**
     * Answers with an error that is JSON already.
     *
     * @param error a JSON object with that code
     */
    public static void refuse(HttpServerResponse response, ErrorCode code, String error) {
        json(response, code.httpStatus(), error);
    }
}
