package chat.tandem.persistence.store;

import chat.tandem.common.ops.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether PostgreSQL answered when it was last asked; logs when that changes. Its status is read from any thread. */
public final class Availability {

    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    private final List<Consumer<Boolean>> listeners = new ArrayList<>();
    private volatile Status status = Status.down("not asked yet");

    /** It did what it was asked. */
    public void answered() {
        if (!status.up()) {
            LOG.info("PostgreSQL answers");
            status = Status.up("connected");
            listeners.forEach(listener -> listener.accept(true));
        }
    }

    /** It did not; the failure's kind is shown, never its words. */
    public void failed(Throwable failure) {
        boolean news = status.up();
        status = Status.down("away: " + Fault.reason(failure));
        if (news) {
            LOG.warn("PostgreSQL is away ({}): writes wait in Redis", Fault.reason(failure));
            listeners.forEach(listener -> listener.accept(false));
        }
    }

    /** Tells each change from now on, where it is noticed: true when it answers again, false when it does not. */
    public void onChange(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    /** For the health page. */
    public Status status() {
        return status;
    }
}
