package chat.tandem.common.state.simulation;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.state.StateSettings;
import chat.tandem.common.state.UserLimits;
import java.time.Duration;

/** How long everything takes, in ms: short, so that a run of half a minute meets all ends. */
final class Times {
    static final long GRACE = 5_000;
    static final long ANNOUNCE_AFTER = 2_000;
    static final long IDLE_MEMORY = 6_000;
    static final long LEASE = 4_000;
    static final long PATIENCE = 1_500;
    static final long RECENT_PARTNER = 12_000;
    /** Fewer than there are others, so that some are forgotten. */
    static final int RECENT_PARTNERS = 2;

    static final long LAST_RESORT = 2_000;
    static final long TICK = 1_000;

    /** A link gives a connection up on which an answer takes so long; as {@code LinkOptions} has it. */
    static final long LINK_TIMEOUT = 2_000;

    /** Above it nothing was kept up: the scripts' own constant. */
    static final long GAP = 2_000;

    static final StateSettings SETTINGS = new StateSettings(
            Duration.ofMillis(GRACE),
            Duration.ofMillis(ANNOUNCE_AFTER),
            Duration.ofMillis(IDLE_MEMORY),
            Duration.ofMillis(LEASE),
            Duration.ofMillis(PATIENCE),
            Duration.ofMillis(RECENT_PARTNER),
            RECENT_PARTNERS,
            Duration.ofMillis(LAST_RESORT),
            1_000_000,
            1L << 30,
            50_000,
            new UserLimits(
                    RateLimit.parse("20/s burst 60"), RateLimit.OFF, RateLimit.parse("5/s burst 40"), RateLimit.OFF),
            100_000,
            false);

    private Times() {}
}
