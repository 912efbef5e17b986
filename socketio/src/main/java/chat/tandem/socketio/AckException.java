package chat.tandem.socketio;

import io.vertx.core.json.JsonArray;
import java.util.List;

/** An event was not acknowledged. Whether it arrived is unknown. */
public final class AckException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<JsonArray> answers;

    /** An event that was not acknowledged, for this reason. */
    public AckException(String message) {
        this(message, List.of());
    }

    /** A broadcast that only some acknowledged. */
    public AckException(String message, List<JsonArray> answers) {
        super(message, null, false, false);
        this.answers = List.copyOf(answers);
    }

    /** Of a broadcast: the acknowledgements that did come. */
    public List<JsonArray> answers() {
        return answers;
    }
}
