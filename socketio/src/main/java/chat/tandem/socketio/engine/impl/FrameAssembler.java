package chat.tandem.socketio.engine.impl;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of a WebSocket's messages together. Vert.x would do so too, but fails at a message whose first frame is empty. That
 * frames come in an order that makes sense is seen to by the decoder before.
 */
final class FrameAssembler {
    private final IntSupplier limit;
    private final Runnable fragmented;
    private final Whole whole;
    private @Nullable Buffer fragments;
    private boolean isText;

    /** What is told of each message. */
    @FunctionalInterface
    interface Whole {
        /**
         * A message is whole.
         *
         * @param data longer than the limit where the message is, and then not all of it
         */
        void accept(boolean isText, Buffer data);
    }

    /**
     * An assembler that holds nothing yet.
     *
     * @param limit of a message, in bytes; what goes beyond is not kept
     * @param fragmented told of each frame that is not a message of its own
     */
    FrameAssembler(IntSupplier limit, Runnable fragmented, Whole whole) {
        this.limit = limit;
        this.fragmented = fragmented;
        this.whole = whole;
    }

    void onFrame(WebSocketFrame frame) {
        switch (frame.type()) {
            case TEXT, BINARY, CONTINUATION -> onData(frame);
            case CLOSE, PING, PONG -> {}
        }
    }

    private void onData(WebSocketFrame frame) {
        if (fragments == null && frame.isFinal()) {
            whole.accept(frame.isText(), frame.binaryData());
        } else {
            fragmented.run();
            onFragment(frame);
        }
    }

    private void onFragment(WebSocketFrame frame) {
        Buffer all = fragments;
        if (all == null) {
            all = Buffer.buffer();
            fragments = all;
            isText = frame.isText();
        }
        if (all.length() <= limit.getAsInt()) {
            all.appendBuffer(frame.binaryData());
        }
        if (frame.isFinal()) {
            fragments = null;
            whole.accept(isText, all);
        }
    }
}
