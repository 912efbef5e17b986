package chat.tandem.bench.check.judge;

import java.util.List;

/**
 * Something that must not be.
 *
 * @param rule the promise that it breaks, as a sentence
 * @param what the facts
 * @param visitors whom it concerns
 * @param conversation which one; empty where it is about none
 * @param at when it showed, in nanoseconds of the history
 */
public record Violation(String rule, String what, List<Integer> visitors, String conversation, long at) {
    /** Makes a copy of the list. */
    public Violation {
        visitors = List.copyOf(visitors);
    }
}
