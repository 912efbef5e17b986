package chat.tandem.socketio.engine.impl;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Brings a session's messages to the application, one after another, or holds them while it is paused. What is held is bounded by
 * the transport, which does not read meanwhile.
 */
final class Delivery {
    private final Home home;
    private final Queue<Inbound> held = new ArrayDeque<>(0);
    private Handler<String> onText = text -> {};
    private Handler<Buffer> onBinary = binary -> {};
    private boolean paused;

    Delivery(Home home) {
        this.home = home;
    }

    void onText(Handler<String> handler) {
        onText = handler;
    }

    void onBinary(Handler<Buffer> handler) {
        onBinary = handler;
    }

    void text(Inbound.Message message) {
        if (paused) {
            held.add(message);
        } else {
            home.context().dispatch(message.text(), onText);
        }
    }

    void binary(Inbound.Binary message) {
        if (paused) {
            held.add(message);
        } else {
            home.context().dispatch(message.data(), onBinary);
        }
    }

    boolean isPaused() {
        return paused;
    }

    void pause() {
        paused = true;
    }

    /** Delivers what was held, which may pause again. */
    void resume() {
        paused = false;
        while (!paused && !held.isEmpty()) {
            switch (held.remove()) {
                case Inbound.Message message -> text(message);
                case Inbound.Binary message -> binary(message);
                default -> throw new IllegalStateException("only messages are held");
            }
        }
    }

    /** Nothing more is delivered. */
    void stop() {
        held.clear();
    }
}
