/** Pictures, whole and broken. */
@org.jspecify.annotations.NullMarked
package chat.tandem.media.image;
