package chat.tandem.e2e.attack;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a run of {@code bench/attack} does.
 *
 * @param pairs people who chat, two by two
 * @param rate messages per second of all of them
 * @param flood how long each flood lasts
 * @param addresses of the attackers, each in a network of its own; 1 or more
 */
record AttackSettings(int pairs, int rate, Duration flood, int addresses) {
    private static final int NETWORKS = 20;
    private static final int MOST_ADDRESSES = 250;

    /** How long people chat before each measurement begins; the flood's process starts meanwhile. */
    static final Duration WARM_UP = Duration.ofSeconds(3);

    AttackSettings {
        if (pairs < 1 || rate < 1 || flood.toSeconds() < 1 || addresses < 1 || addresses > MOST_ADDRESSES) {
            throw new IllegalArgumentException(
                    "pairs, rate and seconds are 1 or more, addresses 1 to " + MOST_ADDRESSES);
        }
    }

    /** Options of {@code bench load} for so many stages; each round of people comes from networks of its own. */
    List<String> load(int round, int stages) {
        return List.of(
                "--rate",
                IntStream.range(0, stages)
                        .mapToObj(stage -> Integer.toString(rate))
                        .collect(Collectors.joining(",")),
                "--clients",
                Integer.toString(2 * pairs),
                "--warmup",
                Long.toString(WARM_UP.toSeconds()),
                "--seconds",
                Long.toString(flood.toSeconds()),
                "--from",
                IntStream.range(0, NETWORKS)
                        .mapToObj(network -> "127." + (1 + round % 60) + "." + network + ".2")
                        .collect(Collectors.joining(",")));
    }

    /** The local addresses of the attackers. */
    String from() {
        return addresses == 1
                ? "127.0.0.66"
                : IntStream.range(0, addresses)
                        .mapToObj(network -> "127.66." + network + ".66")
                        .collect(Collectors.joining(","));
    }
}
