/** What an operator does with entries that could not be written: the command {@code dead-letters}. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.deadletters;
