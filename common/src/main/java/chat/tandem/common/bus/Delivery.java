package chat.tandem.common.bus;

/**
 * An entry that this reader has taken.
 *
 * @param id its id in the stream, {@code milliseconds-number}
 * @param entry what it says
 */
public record Delivery<T>(String id, T entry) {}
