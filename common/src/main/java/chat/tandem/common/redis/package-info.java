/** The connection to Redis: long-lived, pipelined, reconnecting by itself. */
@org.jspecify.annotations.NullMarked
package chat.tandem.common.redis;
