/** The list of a person's conversations. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.conversations;
