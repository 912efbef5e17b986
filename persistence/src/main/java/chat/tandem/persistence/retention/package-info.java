/** What goes with time: months of messages, and what belonged to them alone. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.retention;
