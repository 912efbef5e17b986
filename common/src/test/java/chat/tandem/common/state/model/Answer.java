package chat.tandem.common.state.model;

import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Place;
import chat.tandem.common.state.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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

    /** What an outcome says; {@code ok} reads the result of one that is done. */
    static Answer place(Place place) {
        return ok(place.since(), place.past());
    }

    static <T> Answer of(Outcome<T> outcome, Function<T, Answer> ok) {
        return switch (outcome) {
            case Outcome.Ok<T>(var value) -> ok.apply(value);
            case Outcome.Refused<T>(Refusal(var kind, var retryAfter)) -> {
                String word = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
                yield kind == Refusal.Kind.RATE_LIMITED ? limited(retryAfter) : of(word);
            }
        };
    }
}
