package chat.tandem.matcher;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.StateSettings;
import java.time.Duration;

/**
 * What the matcher goes by.
 *
 * @param redis where the shards are
 * @param state what the scripts go by; the same in all processes
 * @param readerLease after how long of silence another matcher takes this one's hints over; 500 ms or more
 * @param tick how often a matcher asks whether the upkeep of a shard is due, and how long it then has it to itself;
 *     10 ms–2 s, because a pause of more than 2 s counts as a standstill
 */
public record MatcherSettings(RedisSettings redis, StateSettings state, Duration readerLease, Duration tick) {

    /** How often the queue is swept unless a test wants it faster. */
    public static final Duration TICK = Duration.ofMillis(250);

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(500);

    /** Refuses what is out of range. */
    public MatcherSettings {
        if (readerLease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("a reader's lease is at least 500ms");
        }
        if (tick.toMillis() < 10 || tick.toMillis() > 2_000) {
            throw new IllegalArgumentException("a tick is between 10ms and 2s");
        }
    }

    /**
     * Reads them.
     *
     * @throws chat.tandem.common.config.BadSettingException when one cannot be used
     */
    public static MatcherSettings read(SettingsReader reader) {
        return new MatcherSettings(
                RedisSettings.read(reader),
                StateSettings.read(reader),
                reader.duration(
                        "TANDEM_READER_LEASE", Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMinutes(10)),
                TICK);
    }
}
