package chat.tandem.persistence.history;

import io.vertx.core.buffer.Buffer;

/**
 * One message of a page.
 *
 * @param sequence its place in the conversation, from 1
 * @param json the message as in {@code receive-message}
 */
record HistoryMessage(long sequence, Buffer json) {}
