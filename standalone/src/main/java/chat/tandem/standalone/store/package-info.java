/**
 * A real PostgreSQL and a real Redis out of the libraries, as processes over the data folder. Each runs in a session of
 * its own, so that a signal to the whole process group reaches only Tandem, which stops them last.
 */
@org.jspecify.annotations.NullMarked
package chat.tandem.standalone.store;
