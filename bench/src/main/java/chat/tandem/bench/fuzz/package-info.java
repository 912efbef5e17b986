/** Visitors who send a gateway what no client would: for the tests, one after the other, and for a long run, many at once. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.fuzz;
