package chat.tandem.socketio;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * An argument that is JSON already and is sent as it stands.
 *
 * @param json one JSON value; whoever makes it vouches for that
 */
public record RawJson(String json) {
    /** JSON in UTF-8. */
    public static RawJson of(Buffer utf8) {
        return new RawJson(utf8.toString(StandardCharsets.UTF_8));
    }
}
