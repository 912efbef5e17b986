/** Chat clients, one for each transport: what the load generator and the end-to-end tests talk to a gateway with. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.client;
