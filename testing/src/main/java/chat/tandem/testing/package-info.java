/** Real stores and processes for tests. */
@org.jspecify.annotations.NullMarked
package chat.tandem.testing;
