package chat.tandem.bench.raw;

/**
 * An answer of HTTP.
 *
 * @param head its lines up to the empty one
 * @param body as it came, one character a byte, with the heads of chunks where it came in some
 */
public record Answer(int status, String head, String body) {}
