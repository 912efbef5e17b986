package chat.tandem.gateway.session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs faults without their messages, which may quote what people said to each other. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** A fault of ours. */
    static void error(String command, Throwable fault) {
        LOG.error("{} failed", command, bare(fault));
    }

    /** A refusal of Redis, whose message holds no more than its kind. */
    static void warn(String command, Throwable fault) {
        LOG.warn("{} failed: {}", command, fault.getMessage());
    }

    private static Throwable bare(Throwable fault) {
        Throwable bare = new Throwable(fault.getClass().getName(), null, false, true) {
            private static final long serialVersionUID = 1L;
        };
        bare.setStackTrace(fault.getStackTrace());
        return bare;
    }
}
