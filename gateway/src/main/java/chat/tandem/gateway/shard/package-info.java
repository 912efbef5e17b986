/** What a gateway is to the rest of the system: in every shard an id, a lease and an inbox. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.shard;
