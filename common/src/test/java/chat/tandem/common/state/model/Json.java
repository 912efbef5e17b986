package chat.tandem.common.state.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.StringJoiner;

/** The few texts that go out. */
final class Json {
    private Json() {}

    /** An object of the fields named, with these values: text is quoted, anything else stands as it is. */
    static String object(String fields, Object... values) {
        String[] names = fields.split(" ", -1);
        StringJoiner object = new StringJoiner(",", "{", "}");
        for (int i = 0; i < names.length; i++) {
            object.add("\"" + names[i] + "\":" + (values[i] instanceof String text ? "\"" + text + "\"" : values[i]));
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
