/** Limits: on what one connection may ask for, by address, and of the process as a whole. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.limit;
