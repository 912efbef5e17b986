package chat.tandem.bench.attack;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts that are as large, or as hard to read, as a client can make them. */
final class Bodies {
    private static final int UNITS = 4_000;
    private static final int LARGE = 60_000;

    /** The longest message that may be sent, in its longest form as UTF-8: 12 KB. */
    static final String CJK = "\u5b57".repeat(UNITS);

    /** The longest message, as 24 KB of JSON. Control characters are none that may be sent. */
    static final String ESCAPES = "\\u0001".repeat(UNITS);

    /** Bytes that are six times as many in JSON. */
    static final String CONTROLS = "\u0001".repeat(LARGE);

    /** Commands of 60 KB that are hard to read as JSON. */
    static final List<String> HARD_JSON = List.of(deep(), wide(), doubled(), escaped());

    private Bodies() {}

    private static String deep() {
        return "{\"event\":\"ping\",\"id\":1,\"data\":" + "[".repeat(LARGE);
    }

    private static String wide() {
        return "{\"event\":\"ping\",\"id\":1,\"data\":{" + fields(index -> "\"f" + index + "\":0", LARGE / 11) + "}}";
    }

    private static String doubled() {
        return "{" + fields(index -> "\"event\":\"ping\"", LARGE / 16) + ",\"id\":1}";
    }

    private static String escaped() {
        return "{\"event\":\"" + "\\u0070".repeat(LARGE / 6) + "\",\"id\":1}";
    }

    private static String fields(IntFunction<String> field, int count) {
        return IntStream.range(0, count).mapToObj(field).collect(Collectors.joining(","));
    }
}
