package chat.tandem.common.state;

import chat.tandem.common.config.SettingsReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the scripts go by. They stand as constants in each script's text, so all processes of a deployment must have the
 * same.
 *
 * @param grace how long a user may be away from a conversation or the queue
 * @param announceAfter after how much of it the partner is told
 * @param idleMemory how long an idle user's session outlives the connection
 * @param gatewayLease after how long without renewal a gateway counts as dead
 * @param patience how long a user with interests waits for somebody who shares one
 * @param recentPartner how long a partner is not met again
 * @param recentPartners how many of the last partners are not met again so long
 * @param lastResort after how long of waiting the sweep pairs recent partners all the same
 * @param writeBacklog entries waiting for the database in one shard above which nothing is sent or matched
 * @param writeBacklogBytes bytes of their messages above which nothing is sent or matched
 * @param inboxBound entries in a gateway's inbox above which it counts as dead
 * @param limits on each user
 * @param eventsRetained entries that {@code events} keeps in one shard, or a few more
 * @param eventBodies whether {@code events} holds the text of messages
 */
public record StateSettings(
        Duration grace,
        Duration announceAfter,
        Duration idleMemory,
        Duration gatewayLease,
        Duration patience,
        Duration recentPartner,
        int recentPartners,
        Duration lastResort,
        long writeBacklog,
        long writeBacklogBytes,
        int inboxBound,
        UserLimits limits,
        long eventsRetained,
        boolean eventBodies) {

    /** Messages that {@code log:} keeps for replay. */
    public static final int LOG = 100;

    /** Bytes that {@code log:} keeps for replay. */
    public static final int LOG_BYTES = 256 * 1024;

    /** Bytes in a gateway's inbox, as Redis holds them, above which it counts as dead: give or take what 64 entries hold. */
    public static final int INBOX_BYTES = 64 * 1024 * 1024;

    /** Entries that {@code dead-letters} takes in one shard: beyond it, what must not be lost stays where it is. */
    public static final int DEAD_LETTERS = 10_000;

    /** More bytes than a message has as JSON, whatever is in it. */
    private static final int ENTRY_BYTES = 32 * 1024;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** The defaults of the settings table. */
    public static StateSettings defaults() {
        return new StateSettings(
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                20,
                Duration.ofSeconds(5),
                1_000_000,
                1L << 30,
                50_000,
                UserLimits.defaults(),
                100_000,
                false);
    }

    /** Reads them from the environment or the file. */
    public static StateSettings read(SettingsReader reader) {
        StateSettings standard = defaults();
        return new StateSettings(
                reader.duration("TANDEM_GRACE", standard.grace, Duration.ofMillis(100), HOUR),
                reader.duration("TANDEM_ANNOUNCE_AFTER", standard.announceAfter, Duration.ZERO, HOUR),
                reader.duration("TANDEM_IDLE_MEMORY", standard.idleMemory, Duration.ofMillis(100), HOUR),
                reader.duration(
                        "TANDEM_GATEWAY_LEASE", standard.gatewayLease, Duration.ofMillis(500), Duration.ofMinutes(10)),
                reader.duration("TANDEM_PATIENCE", standard.patience, Duration.ZERO, HOUR),
                reader.duration("TANDEM_RECENT_PARTNER", standard.recentPartner, Duration.ZERO, DAY),
                reader.integer("TANDEM_RECENT_PARTNERS", standard.recentPartners, 0, 100),
                reader.duration("TANDEM_LAST_RESORT", standard.lastResort, Duration.ZERO, DAY),
                reader.number("TANDEM_WRITE_BACKLOG", standard.writeBacklog, 1, 1_000_000_000),
                reader.bytes("TANDEM_WRITE_BACKLOG_BYTES", standard.writeBacklogBytes, 1 << 20, 1L << 40),
                standard.inboxBound,
                UserLimits.read(reader),
                reader.number("TANDEM_EVENTS_RETAINED", standard.eventsRetained, 1_000, 100_000_000),
                reader.bool("TANDEM_EVENTS_BODIES", standard.eventBodies));
    }

    /** The constants as the scripts see them. Times in milliseconds. */
    String toLua() {
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("SHARD_LIFE", Duration.ofHours(2).toMillis());
        constants.put("LOG", LOG);
        constants.put("LOG_BYTES", LOG_BYTES);
        constants.put("LOG_LIFE", Duration.ofHours(1).toMillis());
        constants.put("ENDED_LIFE", Duration.ofMinutes(10).toMillis());
        constants.put("SEEN", 256);
        constants.put("HINTS", 10_000);
        constants.put("EVENTS", eventsRetained);
        constants.put("GAP", 2_000);
        constants.put("GRACE", grace.toMillis());
        constants.put("ANNOUNCE_AFTER", announceAfter.toMillis());
        constants.put("IDLE_MEMORY", idleMemory.toMillis());
        constants.put("LEASE", gatewayLease.toMillis());
        constants.put("PATIENCE", patience.toMillis());
        constants.put("RECENT_PARTNER", recentPartner.toMillis());
        constants.put("RECENT_PARTNERS", recentPartners);
        constants.put("LAST_RESORT", lastResort.toMillis());
        constants.put("BACKLOG", writeBacklog);
        constants.put("BACKLOG_BYTES", writeBacklogBytes);
        constants.put("ENTRY_BYTES", ENTRY_BYTES);
        constants.put("DEAD_LETTERS", DEAD_LETTERS);
        constants.put("INBOX_BOUND", inboxBound);
        constants.put("INBOX_BYTES", INBOX_BYTES);
        constants.put("MESSAGE_INTERVAL", limits.messages().intervalMillis());
        constants.put("MESSAGE_BURST", limits.messages().burst());
        constants.put("BYTE_INTERVAL", limits.bytes().intervalMillis());
        constants.put("BYTE_BURST", limits.bytes().burst());
        constants.put("JOIN_INTERVAL", limits.joins().intervalMillis());
        constants.put("JOIN_BURST", limits.joins().burst());
        constants.put("EVENT_BODIES", eventBodies);
        return constants.entrySet().stream()
                .map(constant -> "local " + constant.getKey() + " = " + constant.getValue())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
