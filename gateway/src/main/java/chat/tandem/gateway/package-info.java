/** Everything that touches a client. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway;
