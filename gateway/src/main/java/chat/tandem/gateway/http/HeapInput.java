package chat.tandem.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;

/**
 * Takes what a client sends out of Netty's pool before Vert.x gets it. Vert.x 5.0.10 keeps what it cannot handle yet, such as
 * a request behind another one that is not answered, and does not give it back when the connection closes: the pool would
 * lose that memory for good. Vert.x copies so in any case, and leaves what is copied already alone.
 */
@Sharable
final class HeapInput extends ChannelInboundHandlerAdapter {
    static final HeapInput INSTANCE = new HeapInput();

    private HeapInput() {}

    /** Begins with the first thing that comes over a connection. */
    static void of(Channel channel) {
        channel.pipeline().addBefore("handler", "heap-input", INSTANCE);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBufHolder holder && holder.content().isReadable()) {
            context.fireChannelRead(copied(holder));
        } else {
            context.fireChannelRead(message);
        }
    }

    private static ByteBufHolder copied(ByteBufHolder holder) {
        ByteBuf content = holder.content();
        try {
            ByteBufHolder copy = holder.replace(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(content)));
            if (holder instanceof HttpObject from && copy instanceof HttpObject to) {
                to.setDecoderResult(from.decoderResult());
            }
            return copy;
        } finally {
            holder.release();
        }
    }
}
