/** Message writes and history; the only module that knows PostgreSQL. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence;
