/** The object store, spoken to in the words of S3. */
@org.jspecify.annotations.NullMarked
package chat.tandem.media.store;
