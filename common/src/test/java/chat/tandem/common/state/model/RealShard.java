package chat.tandem.common.state.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The real Redis: its test time, and its picture. */
final class RealShard {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PlainRedis redis;
    private final String look;
    /** By key, the remaining milliseconds of the last picture. */
    private final Map<String, Long> remaining = new HashMap<>();

    private final Map<String, Map<String, String>> lastShown = new HashMap<>();
    private long lookedAt = System.nanoTime();
    private long slowest;

    RealShard(PlainRedis redis, long now) {
        this.redis = redis;
        send(Command.FLUSHALL);
        send(Command.SET, "clock:seconds", now / 1000);
        send(Command.SET, "clock:micros", now % 1000 * 1000);
        look = send(Command.SCRIPT, "LOAD", script()).toString();
    }

    private static String script() {
        try (InputStream file = RealShard.class.getResourceAsStream("look.lua")) {
            if (file == null) {
                throw new IllegalStateException("look.lua is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Response send(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            request.arg(String.valueOf(argument));
        }
        return redis.send(request);
    }

    void advance(long millis) {
        looks();
        send(Command.EVALSHA, look, 0, millis, 0);
    }

    /** Everything there is; logs and results in full only of the conversations named, or of all ({@code *}). */
    Picture picture(Collection<String> inFull) {
        List<Object> arguments = new ArrayList<>(List.of(look, 0, 0, 1));
        arguments.addAll(inFull);
        looks();
        Response shown = send(Command.EVALSHA, arguments.toArray());
        Map<String, Object> contents = new TreeMap<>();
        remaining.clear();
        for (Response entry : shown) {
            String key = entry.get(0).toString();
            String name = key.substring(key.indexOf(':') + 1);
            remaining.put(name, entry.get(1).toLong());
            contents.put(name, content(name, entry.get(2).toString(), entry.get(3)));
        }
        return new Picture(contents);
    }

    private void looks() {
        long now = System.nanoTime();
        slowest = Math.max(slowest, (now - lookedAt) / 1_000_000);
        lookedAt = now;
    }

    /** The longest real time between two looks in ms: by so much a key's remaining time may be wrong. */
    long slowest() {
        return slowest;
    }

    /** How long a key of the last picture still has. */
    Map<String, Long> remaining() {
        return remaining;
    }

    private Object content(String name, String kind, Response content) {
        if (content.type() != ResponseType.MULTI) {
            return content.toString();
        }
        return switch (kind) {
            case "hash" -> name.equals("sessions") ? sessions(content) : pairs(content);
            case "zset" -> pairs(content);
            case "set" -> new TreeSet<>(strings(content));
            case "stream" -> tail(content);
            default -> strings(content);
        };
    }

    private static List<Object> tail(Response stream) {
        List<Object> tail = new ArrayList<>(List.of(stream.get(0).toString()));
        stream.get(1).forEach(entry -> tail.add(pairs(entry.get(1))));
        return tail;
    }

    private static List<String> strings(Response list) {
        return list.stream().map(Response::toString).toList();
    }

    private static Map<String, String> pairs(Response flat) {
        Map<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            pairs.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return pairs;
    }

    private Map<String, Map<String, String>> sessions(Response flat) {
        Map<String, Map<String, String>> sessions = new TreeMap<>();
        pairs(flat).forEach((user, json) -> {
            if (!json.equals("=")) {
                lastShown.put(user, fields(json));
            }
            sessions.put(user, lastShown.getOrDefault(user, Map.of()));
        });
        return sessions;
    }

    private static Map<String, String> fields(String json) {
        try {
            Map<String, String> fields = new TreeMap<>();
            JSON.readTree(json).properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
            return fields;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> elements = new ArrayList<>();
        value.forEach(element -> elements.add(element.asText()));
        return elements.toString();
    }
}
