package chat.tandem.common.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** JSON strings as text, for frames that are put together rather than built as trees. */
public final class JsonText {
    private JsonText() {}

    /** The JSON string, quotes included, that stands for {@code value}. */
    public static String quote(String value) {
        StringBuilder json = new StringBuilder(value.length() + 16);
        appendQuoted(json, value);
        return json.toString();
    }

    /** Appends the JSON string, quotes included, that stands for {@code value}. */
    public static void appendQuoted(StringBuilder json, String value) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }
}
