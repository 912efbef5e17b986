/** Addresses of clients: what they are, and how they are found out behind proxies. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.address;
