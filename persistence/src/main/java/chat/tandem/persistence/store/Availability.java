package chat.tandem.persistence.store;

import chat.tandem.common.ops.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether PostgreSQL answered when it was last asked; logs when that changes. Read from any thread. */
public final class Availability {

    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    private volatile Status status = Status.down("not asked yet");

    /** It did what it was asked. */
    public void answered() {
        if (!status.up()) {
            LOG.info("PostgreSQL answers");
            status = Status.up("connected");
        }
    }

    /** It did not; the failure's kind is shown, never its words. */
    public void failed(Throwable failure) {
        if (status.up()) {
            LOG.warn("PostgreSQL is away ({}): writes wait in Redis", Fault.reason(failure));
        }
        status = Status.down("away: " + Fault.reason(failure));
    }

    /** For the health page. */
    public Status status() {
        return status;
    }
}
