package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.ProtocolLimits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of a text message together, and holds at most 64 KiB of them. That fragments come in an order that
 * makes sense is seen to by the decoder before.
 */
final class MessageAssembler {
    private @Nullable Buffer fragments;

    /** What a frame led to. */
    sealed interface Result {
        /** A message is whole. */
        record Message(String text) implements Result {}

        /** More is to come. */
        record Incomplete() implements Result {}

        /** The client broke a rule, and the connection is to be closed. */
        record Breach(CloseCode code) implements Result {}
    }

    /** Takes a text, binary or continuation frame. */
    Result add(WebSocketFrame frame) {
        if (frame.isBinary()) {
            return new Result.Breach(CloseCode.UNSUPPORTED);
        }
        Buffer fragment = frame.binaryData();
        if (held() + fragment.length() > ProtocolLimits.FRAME_BYTES) {
            fragments = null;
            return new Result.Breach(CloseCode.TOO_BIG);
        }
        if (fragments == null && frame.isFinal()) {
            return message(fragment);
        }
        Buffer all = (fragments == null ? Buffer.buffer() : fragments).appendBuffer(fragment);
        fragments = frame.isFinal() ? null : all;
        return frame.isFinal() ? message(all) : new Result.Incomplete();
    }

    private int held() {
        return fragments == null ? 0 : fragments.length();
    }

    private static Result message(Buffer bytes) {
        String text = Utf8.decode(bytes.getBytes());
        return text == null ? new Result.Breach(CloseCode.INVALID_UTF8) : new Result.Message(text);
    }
}
