/** The judge: finds in a history and in what the database holds whatever must not be, and tells its story. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.check.judge;
