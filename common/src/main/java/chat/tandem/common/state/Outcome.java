package chat.tandem.common.state;

import java.util.function.Function;

/** What became of a script that ran: done, with its result, or refused without any effect. A fault is neither. */
public sealed interface Outcome<T> {

    /** Done. */
    record Ok<T>(T value) implements Outcome<T> {}

    /** Refused; nothing was changed. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    /** The same outcome with another result. */
    default <R> Outcome<R> map(Function<? super T, ? extends R> result) {
        return switch (this) {
            case Ok<T>(var value) -> new Ok<>(result.apply(value));
            case Refused<T>(var refusal) -> new Refused<>(refusal);
        };
    }
}
