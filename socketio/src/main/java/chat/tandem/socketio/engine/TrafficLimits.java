package chat.tandem.socketio.engine;

import org.jspecify.annotations.Nullable;

/** The maker of the limits of clients. Called on the contexts on which requests arrive, from any of them. */
public interface TrafficLimits {
    /** No limit for anybody. */
    TrafficLimits NONE = new TrafficLimits() {
        @Override
        public TrafficLimit opened(Runnable abort) {
            return TrafficLimit.NONE;
        }

        @Override
        public TrafficLimit relayed(String session) {
            return TrafficLimit.NONE;
        }
    };

    /**
     * Makes the limit of a session that a client is about to open.
     *
     * @param abort ends the session without waiting for anything; from any thread, and later than this call
     * @return null where there is no room for it: the client is answered with 503
     */
    @Nullable
    TrafficLimit opened(Runnable abort);

    /** Returns the limit on what reaches this server for a session of another one; the id may be that of none. */
    TrafficLimit relayed(String session);
}
