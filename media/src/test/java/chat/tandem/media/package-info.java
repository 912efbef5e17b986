/** Media over a real Redis and a real S3. */
@org.jspecify.annotations.NullMarked
package chat.tandem.media;
