package chat.tandem.e2e.outage;

import java.util.Locale;

/**
 * How far the write path was behind at one moment.
 *
 * @param seconds since the beginning
 * @param phase {@code before}, {@code away}, {@code catching up} or {@code after}
 * @param entries that wait in the stream
 * @param oldestSeconds age of the oldest of them; 0 where there is none
 * @param redisBytes all that Redis uses
 */
record Sample(double seconds, String phase, long entries, double oldestSeconds, long redisBytes) {

    /** For a log. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%6.0f s  %-11s  %9d entries  oldest %6.1f s  Redis %5d MiB",
                seconds,
                phase,
                entries,
                oldestSeconds,
                redisBytes >> 20);
    }
}
