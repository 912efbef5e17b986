/** Limits on what one connection may ask for. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.limit;
