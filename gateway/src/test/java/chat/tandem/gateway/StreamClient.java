package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A client that reads {@code /sse} and posts to {@code /commands}, and remembers every event, in order. */
final class StreamClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Frames described = new Frames();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final Map<String, String> fromProxy;
    private final HttpResponse<InputStream> stream;
    private volatile boolean over;
    private @Nullable String token;
    private int ids;

    /**
     * As it stands in the stream.
     *
     * @param id null where there is no such line
     */
    record Event(@Nullable String id, String name, JsonObject data) {}

    private StreamClient(int port, String... headers) {
        base = URI.create("http://127.0.0.1:" + port);
        fromProxy = ProxyInFront.headers(port);
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/sse"));
        stream = send(headers.length == 0 ? request : request.headers(headers), BodyHandlers.ofInputStream());
        if (stream.statusCode() == 200) {
            Thread.ofVirtual().start(this::read);
        }
    }

    /** @param headers names and values by turns */
    static StreamClient open(int port, String... headers) {
        return new StreamClient(port, headers);
    }

    /** As a user who has a token, resuming from where an earlier stream ended. */
    static StreamClient resume(int port, String token, @Nullable String lastEventId) {
        StreamClient client = lastEventId == null
                ? open(port, "Authorization", "Bearer " + token)
                : open(port, "Authorization", "Bearer " + token, "Last-Event-ID", lastEventId);
        client.token = token;
        return client;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        fromProxy.forEach(request::header);
        try {
            return http.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String id = null;
            String name = "";
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith(":")) {
                    comments.add(line);
                } else if (line.startsWith("id")) {
                    id = line.equals("id") ? "" : line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    JsonObject data = new JsonObject(line.substring("data: ".length()));
                    described.received(name, data);
                    events.add(new Event(id, name, data));
                    id = null;
                }
            }
        } catch (IOException e) {
            // The line broke: the stream is over.
        } finally {
            over = true;
        }
    }

    int status() {
        return stream.statusCode();
    }

    @Nullable
    String header(String name) {
        return stream.headers().firstValue(name).orElse(null);
    }

    /** The body of an answer that is no stream. */
    String body() {
        try (InputStream body = stream.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The data of {@code session}. */
    JsonObject session() {
        JsonObject session = event("session").data();
        token = session.getString("token", token);
        return session;
    }

    String token() {
        session();
        return String.valueOf(token);
    }

    /** The first event of this name. */
    Event event(String name) {
        await(name)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> over || heard().contains(name));
        return events.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + events));
    }

    List<String> heard() {
        return events.stream().map(Event::name).toList();
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<String> comments() {
        return List.copyOf(comments);
    }

    boolean over() {
        return over;
    }

    /** The acknowledgement of a command that is carried out: its data. */
    JsonObject ask(String event, JsonObject data) {
        int id = ++ids;
        HttpResponse<String> answer = post(frame(event, id, data).encode());
        JsonObject ack = new JsonObject(answer.body());
        assertThat(answer.statusCode()).as("%s", ack).isEqualTo(200);
        assertThat(ack.getInteger("ack")).isEqualTo(id);
        return ack.getJsonObject("data");
    }

    static JsonObject frame(String event, int id, JsonObject data) {
        return new JsonObject().put("event", event).put("id", id).put("data", data);
    }

    /** Posts what belongs to this stream. */
    HttpResponse<String> post(String body) {
        return post(
                body,
                "Authorization",
                "Bearer " + token(),
                "Tandem-Connection",
                session().getString("connectionId"),
                "Content-Type",
                "application/json");
    }

    HttpResponse<String> post(String body, String... headers) {
        return postTo("/commands", body, headers);
    }

    HttpResponse<String> postTo(String path, String body, String... headers) {
        return send(
                HttpRequest.newBuilder(base.resolve(path)).headers(headers).POST(BodyPublishers.ofString(body)),
                BodyHandlers.ofString());
    }

    /** Drops the line. */
    @Override
    public void close() {
        http.shutdownNow();
        described.assertDescribed();
    }
}
