/** The clients of the checker: people with habits, their tabs, and a small client that keeps to docs/PROTOCOL.md. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.check.visitor;
