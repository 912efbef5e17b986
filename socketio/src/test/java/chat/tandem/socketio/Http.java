package chat.tandem.socketio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client of plain HTTP requests to one path. */
public final class Http {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;

    /** A client of a path on a local port. */
    public Http(int port, String path) {
        base = "http://localhost:" + port + path;
    }

    /** Sends a request without a session: method, query, body and headers in pairs. */
    public HttpResponse<String> send(String method, String query, String body, String... headers) {
        try {
            return CLIENT.send(request(method, query, body, headers), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest request(String method, String query, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "?" + query))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    /** Opens a session; its id. */
    public String open() {
        String body = send("GET", "EIO=4&transport=polling", "").body();
        int start = body.indexOf("\"sid\":\"") + 7;
        return body.substring(start, body.indexOf('"', start));
    }

    /** Polls. */
    public HttpResponse<String> get(String sid) {
        return send("GET", session(sid), "");
    }

    /** Polls without waiting for the answer. */
    public CompletableFuture<HttpResponse<String>> poll(String sid) {
        return CLIENT.sendAsync(request("GET", session(sid), ""), BodyHandlers.ofString());
    }

    /** Sends packets. */
    public HttpResponse<String> post(String sid, String body) {
        return send("POST", session(sid), body);
    }

    /** The query of a session's requests. */
    public static String session(String sid) {
        return "EIO=4&transport=polling&sid=" + sid;
    }
}
