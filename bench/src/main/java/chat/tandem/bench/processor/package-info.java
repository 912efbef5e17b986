/** Processor time: of this process, of others by their process ids, and of the whole machine. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.processor;
