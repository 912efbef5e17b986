/** What a moment brings about: ends of grace, dead gateways, another look at the queue. */
@org.jspecify.annotations.NullMarked
package chat.tandem.matcher.upkeep;
