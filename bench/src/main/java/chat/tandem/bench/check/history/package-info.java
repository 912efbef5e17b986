/** What everybody did and saw during a run of the checker, in the order in which it happened. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.check.history;
