package chat.tandem.common.state.model;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.state.UploadState;
import java.time.Duration;

/**
 * The numbers the rules depend on; times in milliseconds. The run keeps the bounds small, so that they are met often.
 *
 * @param messageInterval one message more is allowed after this long
 * @param byteInterval one byte more is allowed after this long
 * @param joinInterval likewise for joins
 * @param uploadInterval likewise for uploads
 * @param log messages kept for replay
 * @param logBytes bytes kept for replay
 * @param seen results remembered of each sender, at the least
 */
record Rules(
        long grace,
        long announceAfter,
        long idleMemory,
        long lease,
        long patience,
        long recentPartner,
        int recentPartners,
        long lastResort,
        int backlog,
        int inboxBound,
        long messageInterval,
        int messageBurst,
        long byteInterval,
        int byteBurst,
        long joinInterval,
        int joinBurst,
        long uploadInterval,
        int uploadBurst,
        int log,
        int logBytes,
        int seen,
        boolean eventBodies) {

    /** Keys live so much longer in real time, so that a machine that stands still ends none; {@code look.lua} takes it off. */
    static final long REAL_LIFE = 100_000_000;

    static final long SHARD_LIFE = 7_200_000;
    static final long LOG_LIFE = 3_600_000;
    static final long ENDED_LIFE = 600_000;
    static final long UNCOMPLETED_LIFE = 3_600_000;
    static final long UNSENT_LIFE = 86_400_000;
    static final long GAP = 2_000;
    /** Bytes of messages that wait: some twenty messages. */
    static final long BACKLOG_BYTES = 5_000;
    /** Users that leave a dead gateway at a time, its own mark among them. */
    static final int CHUNK = 5;
    /** As the scripts get them, with real lives. */
    UploadState.Rules uploads() {
        return new UploadState.Rules(
                new RateLimit(1000.0 / uploadInterval, uploadBurst),
                Duration.ofMillis(UNCOMPLETED_LIFE + REAL_LIFE),
                Duration.ofMillis(UNSENT_LIFE + REAL_LIFE));
    }

    /** Willing or alike, oldest first: as many are looked at. */
    static final int LOOKS = 8;
}
