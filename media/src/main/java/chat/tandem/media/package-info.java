/** Signing and finishing uploads; the only module that knows S3. */
@org.jspecify.annotations.NullMarked
package chat.tandem.media;
