/** A chat client for {@code /ws}: what the load generator and the end-to-end tests talk to a gateway with. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.client;
