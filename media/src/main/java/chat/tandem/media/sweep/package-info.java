/** Deleting what nobody needs. */
@org.jspecify.annotations.NullMarked
package chat.tandem.media.sweep;
