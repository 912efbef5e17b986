/**
 * The checker: real processes, clients that do what people do, faults by a schedule that a seed repeats, and a judge that
 * looks at what everybody saw and at what the database holds.
 */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.check;
