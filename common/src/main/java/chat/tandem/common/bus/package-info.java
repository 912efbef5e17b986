/**
 * The bus: every process has an address, and an address is a Redis Stream. Services share one through a consumer group,
 * a gateway's inbox is its own, and a request is answered into the asker's inbox.
 */
@org.jspecify.annotations.NullMarked
package chat.tandem.common.bus;
