package chat.tandem.common.state.model;

import java.util.Arrays;
import java.util.List;

/**
 * What a step answers, in the plainest form: the kind and its values as text.
 *
 * @param kind `ok` or why not
 */
record Answer(String kind, List<String> values) {
    static final Answer STALE = of("stale");
    static final Answer GONE = of("gone");
    static final Answer LATE = of("late");
    static final Answer WRONG_STATE = of("wrong-state");
    static final Answer UNAVAILABLE = of("unavailable");

    static Answer of(String kind, Object... values) {
        return new Answer(kind, Arrays.stream(values).map(String::valueOf).toList());
    }

    static Answer ok(Object... values) {
        return of("ok", values);
    }

    static Answer limited(long waitMs) {
        return of("rate-limited", waitMs);
    }
}
