/** How long people are away when their gateway dies. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.failover;
