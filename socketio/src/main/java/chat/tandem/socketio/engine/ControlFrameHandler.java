package chat.tandem.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The handler that takes the control frames of a WebSocket before Vert.x does. Vert.x 5.0.10 answers every ping at once, whether the
 * client reads or not, so that the pongs of a client that does not read fill the memory.
 *
 * <p>Here one pong at a time is on its way to the socket. Of the pings that come meanwhile the latest is answered next, and the others
 * are not, as RFC 6455, section 5.5.3 allows. Two payloads of at most 125 bytes are all that waits. Used on one event loop.
 */
public final class ControlFrameHandler extends ChannelInboundHandlerAdapter {
    private final BooleanSupplier admits;
    private boolean answering;
    private @Nullable ByteBuf latest;

    /** @param admits asked about each ping and pong; one that it refuses is dropped, as if it had never come */
    public ControlFrameHandler(BooleanSupplier admits) {
        this.admits = admits;
    }

    /**
     * Puts a handler before that of Vert.x. To be called on the event loop of a WebSocket that was just accepted.
     *
     * @param below the connection of the request that the WebSocket was made of
     * @return the WebSocket's channel
     */
    public static Channel addTo(HttpConnection below, BooleanSupplier admits) {
        // Internal to Vert.x. The WebSocket leads to its channel too, but behind a router it is a wrapper that does
        // not.
        Channel channel = ((ConnectionBase) below).channel();
        if (channel.pipeline().get("handler") != null) { // Else it is closed already.
            channel.pipeline().addBefore("handler", "control-frames", new ControlFrameHandler(admits));
        }
        return channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case PingWebSocketFrame ping -> {
                try {
                    if (admits.getAsBoolean()) {
                        answer(context, Unpooled.wrappedBuffer(ByteBufUtil.getBytes(ping.content())));
                    }
                } finally {
                    ping.release();
                }
            }
            case PongWebSocketFrame pong when !admits.getAsBoolean() -> pong.release();
            default -> context.fireChannelRead(message);
        }
    }

    private void answer(ChannelHandlerContext context, ByteBuf payload) {
        if (answering) {
            latest = payload;
            return;
        }
        answering = true;
        context.writeAndFlush(new PongWebSocketFrame(payload)).addListener(written -> {
            answering = false;
            ByteBuf next = latest;
            latest = null;
            if (next != null && written.isSuccess()) {
                answer(context, next);
            }
        });
    }
}
