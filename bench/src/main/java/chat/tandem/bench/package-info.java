/** Load generator, checker and benchmarks: a client, never a server's dependency. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench;
