/** Finding partners for those who wait. */
@org.jspecify.annotations.NullMarked
package chat.tandem.matcher.pairing;
