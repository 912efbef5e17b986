/** What a gateway counts and measures of its clients. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.meters;
