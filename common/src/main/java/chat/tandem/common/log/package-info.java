/** How a log line looks, and what must never stand in one. */
@org.jspecify.annotations.NullMarked
package chat.tandem.common.log;
