/** {@code bench/write}: how fast messages become rows, beside other ways to store the same rows. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e.write;
