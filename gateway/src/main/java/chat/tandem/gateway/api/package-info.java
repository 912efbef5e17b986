/** What the gateway serves over HTTP beside its sockets: the API, images, and the page. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.api;
