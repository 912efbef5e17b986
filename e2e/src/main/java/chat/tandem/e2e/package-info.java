/** Tandem as a whole, its services and stores as separate processes: deployed for tests and for measurements. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e;
