package chat.tandem.common.service;

import io.vertx.core.Future;

/** A service that has started. */
@FunctionalInterface
public interface Running {

    /** Finishes what is under way, gives back what it holds, and stops. Called once; bounded by {@code TANDEM_DRAIN}. */
    Future<Void> stop();
}
