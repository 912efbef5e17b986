/** {@code bench/fuzz}: a long run of hostile inputs against a deployment in which people chat. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e.fuzz;
