/** Pairing, and every deadline. */
@org.jspecify.annotations.NullMarked
package chat.tandem.matcher;
