/** Pages of a conversation, for its participants only. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.history;
