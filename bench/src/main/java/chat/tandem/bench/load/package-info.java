/** The open-loop load: when a message is due, who sends it, what was seen, and whether it was right. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.load;
