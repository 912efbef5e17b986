package chat.tandem.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Makes the schemas of a document say that there is nothing but what they name. */
public final class Described {
    private Described() {}

    /** A copy in which an object that has a field more than its schema names is a breach. */
    public static JsonObject closed(JsonObject document) {
        JsonObject copy = document.copy();
        close(copy);
        return copy;
    }

    private static void close(Object value) {
        if (value instanceof JsonObject object) {
            boolean names = "object".equals(object.getValue("type")) && object.containsKey("properties");
            if (names && !object.containsKey("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.forEach(each -> close(each.getValue()));
        } else if (value instanceof JsonArray array) {
            array.forEach(Described::close);
        }
    }
}
