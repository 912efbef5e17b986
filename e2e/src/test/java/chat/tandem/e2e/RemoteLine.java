package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line of a client that runs elsewhere, in Node or in a browser, and is spoken with in lines of JSON as {@code person.mjs} says. */
abstract class RemoteLine extends Line {
    private final Map<Integer, CompletableFuture<JsonObject>> unanswered = new ConcurrentHashMap<>();
    private final List<Boolean> connects = new CopyOnWriteArrayList<>();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<JsonObject> refusals = new CopyOnWriteArrayList<>();
    private volatile String carrier = "";
    private volatile boolean over;
    private int commands;

    /** Brings a line to the client. */
    abstract void write(JsonObject line);

    /** Takes a line of the client's in. */
    void take(JsonObject line) {
        over |= line.getBoolean("over", false);
        carrier = line.getString("carrier", carrier);
        if (line.containsKey("event")) {
            hear(line.getString("event"), line.getJsonObject("data"));
        } else if (line.containsKey("connect")) {
            ids.add(line.getString("id"));
            connects.add(line.getBoolean("connect"));
        } else if (line.containsKey("n")) {
            requireNonNull(unanswered.remove(line.getInteger("n"))).complete(line.getJsonObject("ack"));
        } else if (line.containsKey("refused")) {
            refusals.add(line.getJsonObject("data"));
        }
    }

    @Override
    synchronized CompletableFuture<JsonObject> command(String event, JsonObject data) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        int n = ++commands;
        unanswered.put(n, answer);
        write(new JsonObject().put("event", event).put("data", data).put("n", n));
        return answer;
    }

    /** Breaks the connection; the client comes back by itself. */
    void drop() {
        write(new JsonObject().put("drop", true));
    }

    /** From now on it says this of itself when it comes back. */
    void auth(JsonObject auth) {
        write(new JsonObject().put("auth", auth));
    }

    /** The data of each refused connection. */
    List<JsonObject> refusals() {
        return List.copyOf(refusals);
    }

    /** For each time that it connected, whether its session was recovered. */
    List<Boolean> connects() {
        return List.copyOf(connects);
    }

    /** The socket's id each time that it connected. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    @Override
    String carrier() {
        return carrier;
    }

    @Override
    boolean over() {
        return over;
    }
}
