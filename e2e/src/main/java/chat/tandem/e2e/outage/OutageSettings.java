package chat.tandem.e2e.outage;

import java.time.Duration;

/**
 * What an outage looks like.
 *
 * @param rate messages per second, before, during and after it
 * @param clients people who send them, an even number
 * @param stage how long the generator measures at once; the other lengths are whole multiples of it
 * @param before stages before PostgreSQL is killed
 * @param away stages without it
 * @param after stages after it is back
 * @param sample how often depth and age are looked at
 */
record OutageSettings(int rate, int clients, Duration stage, int before, int away, int after, Duration sample) {

    OutageSettings {
        if (rate < 1 || clients < 2 || clients % 2 != 0) {
            throw new IllegalArgumentException("a rate is at least 1, and clients are two or more, and even");
        }
        if (before < 1 || away < 1 || after < 1 || !stage.isPositive() || !sample.isPositive()) {
            throw new IllegalArgumentException("every length is above 0");
        }
    }

    int stages() {
        return before + away + after;
    }
}
