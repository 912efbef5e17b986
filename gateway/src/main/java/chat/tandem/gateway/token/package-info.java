/** How clients prove who they are: guest tokens of our own, and tokens of a host application. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.token;
