package chat.tandem.common.state.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.StringJoiner;

/** The few texts that go out. */
final class Json {
    private Json() {}

    /** An object of pairs of name and value: text is quoted, anything else stands as it is. */
    static String object(Object... pairs) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        for (int i = 0; i < pairs.length; i += 2) {
            object.add("\"" + pairs[i] + "\":" + (pairs[i + 1] instanceof String s ? "\"" + s + "\"" : pairs[i + 1]));
        }
        return object.toString();
    }

    /** JSON that stands as it is. */
    record Raw(String json) {
        @Override
        public String toString() {
            return json;
        }
    }

    /** What stands for an interest in the order of the queue. */
    static String hash(String interest) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(interest.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
