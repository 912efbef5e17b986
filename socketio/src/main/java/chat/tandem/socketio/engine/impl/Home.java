package chat.tandem.socketio.engine.impl;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/**
 * The context on which everything of one session happens.
 *
 * @param context never a duplicate, so that nothing of one request clings to the session
 */
public record Home(ContextInternal context) {
    /** The context of the caller, or a new one. */
    public static Home current(Vertx vertx) {
        return new Home(((ContextInternal) vertx.getOrCreateContext()).unwrap());
    }

    /** Runs a task here: at once when the caller is here already, else after what was handed over before it. */
    public void run(Runnable task) {
        context.emit(nothing -> task.run());
    }

    /** Whether the caller is here. */
    public boolean isHere() {
        return context.inThread();
    }
}
