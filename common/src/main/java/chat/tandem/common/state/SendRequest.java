package chat.tandem.common.state;

import io.vertx.core.buffer.Buffer;

/**
 * A message to be sent.
 *
 * @param conversation the conversation's id
 * @param id the sender's own id of the message
 * @param kind {@code text} or {@code image}
 * @param prefix the data of {@code receive-message} as JSON without {@code sequence}, {@code sentAt} and the closing
 *     brace, which the script appends
 * @param highest the highest sequence of the conversation that the gateway has seen
 */
public record SendRequest(String conversation, String id, String kind, Buffer prefix, long highest) {}
