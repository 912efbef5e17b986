package chat.tandem.gateway.session;

import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.common.redis.RedisUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs faults without their messages, which may quote what people said to each other. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** Logs a fault of ours; that a store or a service does not answer is none. */
    static void log(String command, Throwable fault) {
        if (!(fault instanceof RedisUnavailableException) && !(fault instanceof RequestTimeoutException)) {
            LOG.error("{} failed", command, bare(fault));
        }
    }

    private static Throwable bare(Throwable fault) {
        Throwable bare = new Throwable(fault.getClass().getName(), null, false, true) {
            private static final long serialVersionUID = 1L;
        };
        bare.setStackTrace(fault.getStackTrace());
        return bare;
    }
}
