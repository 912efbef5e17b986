package chat.tandem.gateway.session;

import chat.tandem.common.config.RateLimit;
import java.time.Duration;

/**
 * What sessions go by.
 *
 * @param guests whether a client without a token is made a guest
 * @param grace how long a conversation waits for a client that is away
 * @param heartbeat after how long of silence a client is pinged
 * @param helloDeadline how long a client may be connected without having said who it is
 * @param commands the limit on the commands of one connection
 */
public record SessionSettings(
        boolean guests, Duration grace, Duration heartbeat, Duration helloDeadline, RateLimit commands) {}
