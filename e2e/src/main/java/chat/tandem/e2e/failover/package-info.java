/** A gateway that dies, and how long its people are away. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e.failover;
