package chat.tandem.e2e.write;

/**
 * What one way took.
 *
 * @param way its name
 * @param messages how many were stored
 * @param perSecond of them, the median of all rounds
 * @param lowest the slowest round
 * @param highest the fastest round
 * @param postgresMicros processor time of PostgreSQL for one message, the median
 */
record Measurement(String way, int messages, double perSecond, double lowest, double highest, double postgresMicros) {}
