package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.EngineIoTransport;
import org.jspecify.annotations.Nullable;

/** A WebSocket, wherever it ends. */
abstract sealed class SocketTransport implements Transport permits WebSocketTransport, TunnelTransport {
    /** What a WebSocket's owner hears of it: a session, or its attempt to upgrade. */
    interface Listener {
        void onPacket(Inbound packet);

        /** A control frame or a fragment came. False: a control frame is to be dropped. */
        boolean onOverhead();

        void onWritable();

        void onClosed();
    }

    /** Sets who hears of this WebSocket from now on. */
    abstract void listener(@Nullable Listener listener);

    /** Ends a WebSocket whose message is over the limit. */
    abstract void dropOversized();

    @Override
    public final EngineIoTransport kind() {
        return EngineIoTransport.WEBSOCKET;
    }
}
