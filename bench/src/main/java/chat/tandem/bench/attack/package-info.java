/**
 * Floods: what a stranger may send a gateway in order to hurt it, each with what it is answered, and the sink that the
 * same bytes go to for comparison. {@code bench/attack} runs them beside people who chat.
 */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.attack;
