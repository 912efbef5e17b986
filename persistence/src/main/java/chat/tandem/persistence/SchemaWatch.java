package chat.tandem.persistence;

import chat.tandem.common.ops.Status;
import chat.tandem.persistence.schema.SchemaVersion;
import chat.tandem.persistence.store.Availability;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the tables have come as far as this build needs; others migrate them. */
final class SchemaWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaWatch.class);

    private static final long LOOK_AGAIN_MS = 500;

    private final Vertx vertx;
    private final Pool pool;
    private final Availability availability;
    private final Promise<Void> ready = Promise.promise();
    private volatile Status status = Status.down("not known yet");
    private boolean stopped;

    SchemaWatch(Vertx vertx, Pool pool, Availability availability) {
        this.vertx = vertx;
        this.pool = pool;
        this.availability = availability;
    }

    /** Looks until it is so, and then completes; never fails. */
    Future<Void> await() {
        look();
        return ready.future();
    }

    /** For the health page, from any thread. */
    Status status() {
        return status;
    }

    /** Looks no more. */
    void stop() {
        stopped = true;
    }

    private void look() {
        SchemaVersion.of(pool).onComplete(version -> {
            if (version.failed()) {
                availability.failed(version.cause());
            } else {
                availability.answered();
                judge(version.result());
            }
            if (!status.up() && !stopped) {
                vertx.setTimer(LOOK_AGAIN_MS, id -> look());
            }
        });
    }

    private void judge(int version) {
        String found = "version " + version + ", at least " + SchemaVersion.MINIMUM + " is needed";
        if (version >= SchemaVersion.MINIMUM) {
            status = Status.up(found);
            ready.complete();
        } else if (!status.reason().equals(found)) {
            LOG.warn("The database is not migrated yet: {}", found);
            status = Status.down(found);
        }
    }
}
