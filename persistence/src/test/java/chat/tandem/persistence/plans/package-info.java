/** How PostgreSQL carries the queries of the read path out. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.plans;
