/** The tables, their migrations and the partitions made ahead. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.schema;
