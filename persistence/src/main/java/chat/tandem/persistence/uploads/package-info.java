/** What the database knows of the images in the storage. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.uploads;
