/** A program beside Tandem that counts what happens, from the stream of events. */
@org.jspecify.annotations.NullMarked
package chat.tandem.examples.consumer;
