package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.gateway.api.ContractDocuments;
import chat.tandem.testing.EventContract;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The frames of one test client, each held against the document that describes them. */
final class Frames {
    static final EventContract CONTRACT = new EventContract(ContractDocuments.events());

    /** What another service answers, and here the test does in its place, is held against the document elsewhere. */
    private static final Set<String> OF_OTHERS =
            Set.of("history", "conversations", "request-upload", "complete-upload");

    private final Map<Integer, JsonObject> sent = new ConcurrentHashMap<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    void sent(int id, String frame) {
        sent.put(id, new JsonObject(frame));
    }

    /** A frame, or what would be one on {@code /ws}. */
    void received(JsonObject frame) {
        JsonObject answered = frame.getValue("ack") instanceof Integer id ? sent.remove(id) : null;
        String command = answered == null ? null : answered.getString("event");
        CONTRACT.frameFault(frame, command == null || OF_OTHERS.contains(command) ? null : command)
                .ifPresent(faults::add);
        if (answered != null && command != null && frame.containsKey("data")) {
            CONTRACT.fault(command, answered).ifPresent(faults::add);
        }
    }

    void received(String event, JsonObject data) {
        received(new JsonObject().put("event", event).put("data", data));
    }

    /** What was told and what was taken is as described. */
    void assertDescribed() {
        assertThat(faults).isEmpty();
    }
}
