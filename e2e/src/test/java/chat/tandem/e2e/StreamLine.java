package chat.tandem.e2e;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A line over {@code /sse} and {@code /commands}. */
final class StreamLine extends Line {
    private final URI gateway;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;
    private final JsonObject session;
    private volatile boolean over;
    private CompletableFuture<JsonObject> last = CompletableFuture.completedFuture(new JsonObject());
    private int ids;

    StreamLine(URI gateway, JsonObject hello) {
        this.gateway = gateway;
        token = hello.containsKey("token")
                ? hello.getString("token")
                : post("/api/guest", hello.encode()).join().getString("token");
        HttpRequest.Builder request = request("/sse");
        JsonObject resume = hello.getJsonObject("resume");
        if (resume != null) {
            request.header("Last-Event-ID", resume.getString("conversationId") + ":" + resume.getLong("sequence"));
        }
        HttpResponse<Stream<String>> stream =
                http.sendAsync(request.build(), BodyHandlers.ofLines()).join();
        Thread.ofVirtual().start(() -> read(stream.body()));
        session = told("session");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private void read(Stream<String> lines) {
        String[] event = new String[1];
        try (lines) {
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    event[0] = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    JsonObject data = new JsonObject(line.substring("data: ".length()));
                    // The token came from elsewhere; over the other transports it comes with the session.
                    hear(event[0], event[0].equals("session") ? data.put("token", token) : data);
                }
            });
        } catch (RuntimeException broken) {
            // The line is over.
        }
        over = true;
    }

    private CompletableFuture<JsonObject> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> new JsonObject(answer.body()));
    }

    /** Each command waits for the answer to the one before, for only so do they stay in order. */
    @Override
    synchronized CompletableFuture<JsonObject> command(String event, JsonObject data) {
        JsonObject frame = new JsonObject().put("event", event).put("id", ++ids).put("data", data);
        HttpRequest request = request("/commands")
                .header("Tandem-Connection", session.getString("connectionId"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(frame.encode()))
                .build();
        last = last.thenCompose(before -> http.sendAsync(request, BodyHandlers.ofString()))
                .thenApply(answer -> new JsonObject(answer.body()));
        return last;
    }

    @Override
    String carrier() {
        return "sse";
    }

    @Override
    boolean over() {
        return over;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
