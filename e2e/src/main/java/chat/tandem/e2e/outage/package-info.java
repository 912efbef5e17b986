/** {@code bench/outage}: PostgreSQL away for as long as one likes, while people talk. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e.outage;
