/** Visitors who send a gateway what no client would. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e.fuzz;
