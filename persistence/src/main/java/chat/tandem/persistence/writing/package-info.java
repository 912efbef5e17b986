/** From the {@code messages} stream to committed rows, in batches. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.writing;
