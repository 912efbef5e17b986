/** What one connection of a client is doing: its commands one after another, its events in order, its session's state. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.session;
