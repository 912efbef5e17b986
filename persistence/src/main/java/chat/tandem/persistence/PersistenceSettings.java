package chat.tandem.persistence;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.persistence.store.PostgresAddress;
import chat.tandem.persistence.store.PostgresSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What persistence goes by.
 *
 * @param redis where its work comes from
 * @param postgres where it is kept
 * @param batch entries written by one statement at most; 1–10,000
 * @param linger least time between the beginnings of two batches that are not full, so that what comes meanwhile gathers;
 *     up to 1 s
 * @param readerLease after how long of silence another instance takes this one's entries over; 500 ms or more
 * @param retention how long a month of messages is kept after it is over; null for ever
 */
public record PersistenceSettings(
        RedisSettings redis,
        PostgresSettings postgres,
        int batch,
        Duration linger,
        Duration readerLease,
        @Nullable Duration retention) {

    /** Months after this one whose partitions are made ahead. */
    public static final int MONTHS_AHEAD = 3;

    /** Entries in a batch at most, unless set; reached only by who has to catch up. */
    public static final int BATCH = 2_000;

    /** Unless set: at 500 messages/s, some 10 in each commit. */
    public static final Duration LINGER = Duration.ofMillis(20);

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(500);
    private static final int LARGEST_BATCH = 10_000;
    private static final String RETENTION = "TANDEM_RETENTION";
    private static final String OFF = "off";
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);
    private static final String POSTGRES_URL = "TANDEM_POSTGRES_URL";

    /** As above; what was said is kept for ever. */
    public PersistenceSettings(
            RedisSettings redis, PostgresSettings postgres, int batch, Duration linger, Duration readerLease) {
        this(redis, postgres, batch, linger, readerLease, null);
    }

    /** Refuses what is out of range. */
    public PersistenceSettings {
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new IllegalArgumentException("a batch has between 1 and 10000 entries");
        }
        if (readerLease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("a reader's lease is at least 500ms");
        }
    }

    /**
     * Reads them.
     *
     * @throws BadSettingException when one cannot be used
     */
    public static PersistenceSettings read(SettingsReader reader) {
        PostgresSettings usual = PostgresSettings.of(address(reader));
        return new PersistenceSettings(
                RedisSettings.read(reader),
                new PostgresSettings(
                        usual.address(),
                        usual.connectTimeout(),
                        usual.statementTimeout(),
                        reader.integer("TANDEM_WRITES_IN_FLIGHT", usual.writeConnections(), 1, 64),
                        usual.readConnections()),
                reader.integer("TANDEM_WRITE_BATCH", BATCH, 1, LARGEST_BATCH),
                reader.duration("TANDEM_WRITE_LINGER", LINGER, Duration.ZERO, Duration.ofSeconds(1)),
                reader.duration(
                        "TANDEM_READER_LEASE", Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMinutes(10)),
                retention(reader));
    }

    private static @Nullable Duration retention(SettingsReader reader) {
        return reader.string(RETENTION, OFF).equals(OFF)
                ? null
                : reader.duration(RETENTION, SHORTEST_RETENTION, SHORTEST_RETENTION, LONGEST_RETENTION);
    }

    private static PostgresAddress address(SettingsReader reader) {
        List<String> given = reader.addresses(POSTGRES_URL, "");
        try {
            return PostgresAddress.parse(given.isEmpty() ? "" : given.getFirst());
        } catch (IllegalArgumentException malformed) {
            throw new BadSettingException(POSTGRES_URL, String.valueOf(malformed.getMessage()));
        }
    }
}
