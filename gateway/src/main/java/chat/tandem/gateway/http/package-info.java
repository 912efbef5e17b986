/** The port that clients reach: the page, the few HTTP requests there are, and the way to a WebSocket. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.http;
