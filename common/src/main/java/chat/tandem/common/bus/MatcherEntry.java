package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** What the matchers are told. */
public sealed interface MatcherEntry {

    /** This user has begun to wait. The queue is the truth: a hint that is lost or stale does no harm. */
    record Hint(String user) implements MatcherEntry {}

    /** {@code type=hint}: {@code user}. */
    final class Codec implements EntryCodec<MatcherEntry> {
        @Override
        public Map<String, Buffer> encode(MatcherEntry entry) {
            return switch (entry) {
                case Hint hint -> Written.entry("hint").with("user", hint.user).fields();
            };
        }

        @Override
        public MatcherEntry decode(Fields fields) throws UndecodableException {
            if (!fields.type().equals("hint")) {
                throw new UndecodableException("unknown type");
            }
            return new Hint(fields.text("user"));
        }
    }
}
