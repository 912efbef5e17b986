/** Connections to PostgreSQL, and what its errors mean. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.store;
