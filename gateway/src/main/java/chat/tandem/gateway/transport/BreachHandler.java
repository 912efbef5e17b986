package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.function.Consumer;

/**
 * Turns a breach of the WebSocket protocol, which the decoder throws, into a close frame that says what was wrong. Left
 * alone, Vert.x would cut the TCP connection, and what the client is still sending would make the close frame get lost.
 * The decoder swallows whatever comes after the breach.
 */
final class BreachHandler extends ChannelInboundHandlerAdapter {
    private final Consumer<CloseCode> breach;

    BreachHandler(Consumer<CloseCode> breach) {
        this.breach = breach;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            breach.accept(code(corrupted.closeStatus()));
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    private static CloseCode code(WebSocketCloseStatus status) {
        if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            return CloseCode.TOO_BIG;
        }
        return status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)
                ? CloseCode.INVALID_UTF8
                : CloseCode.PROTOCOL_ERROR;
    }
}
