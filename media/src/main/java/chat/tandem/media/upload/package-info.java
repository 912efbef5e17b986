/** Uploads: announced, checked, and finished for good. */
@org.jspecify.annotations.NullMarked
package chat.tandem.media.upload;
