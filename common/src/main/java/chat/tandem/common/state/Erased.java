package chat.tandem.common.state;

/**
 * What became of a user who asked to be erased.
 *
 * @param moment when the session ended, in epoch milliseconds of Redis: nothing that the user sends joins the stream after it
 * @param marked whether tokens that were issued until then let nobody in any more; not so where nothing is known that they
 *     would protect
 */
public record Erased(long moment, boolean marked) {}
