package chat.tandem.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps a request that was sent before the one ahead of it is answered (HTTP pipelining, RFC 9112, 9.3.2) until that is the case and the
 * socket has taken the answer. When some wait, nothing more is read. Left to itself, Vert.x 5.0.10 begins the next request whether the socket takes
 * answers or not, and fails with two lines of log where the connection breaks before a request has begun.
 */
final class Pipelining extends ChannelDuplexHandler {
    /** Small, because all requests in one read are decoded at once. */
    private static final int READ_BYTES = 8 * 1024;

    /** Parts of requests, such as a head or the end of a body, that may wait while more is read. */
    private static final int MANY = 16;

    private final Runnable upgraded;
    private final Deque<Object> held = new ArrayDeque<>(0);
    private boolean answering;
    private boolean handingOn;

    /** @param upgraded told when the connection carries no HTTP any more */
    Pipelining(Runnable upgraded) {
        this.upgraded = upgraded;
    }

    /** Begins with the first thing that comes over a connection. */
    void addTo(Channel channel) {
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES));
        channel.pipeline().addBefore("handler", "pipelining", this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (held.isEmpty() && mayGoOn(context, message)) {
            handOn(context, message);
        } else {
            held.add(message);
            stopReading(context);
        }
    }

    /** Not before some wait, because the end of a connection is noticed by reading. */
    private void stopReading(ChannelHandlerContext context) {
        if (held.size() >= MANY) {
            context.channel().config().setAutoRead(false);
        }
    }

    /** Whatever belongs to the request ahead may; the next request not before that is answered. */
    private boolean mayGoOn(ChannelHandlerContext context, Object message) {
        return !(message instanceof HttpRequest)
                || (!answering && context.channel().isWritable());
    }

    private void handOn(ChannelHandlerContext context, Object message) {
        answering |= message instanceof HttpRequest;
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean head = message instanceof HttpResponse;
        HttpResponseStatus status =
                message instanceof HttpResponse response ? response.status() : HttpResponseStatus.OK;
        var unused = context.write(message, promise);
        if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            context.pipeline().remove(this);
            upgraded.run();
        } else if (message instanceof LastHttpContent
                && !(head && status.codeClass() == HttpStatusClass.INFORMATIONAL)) {
            answering = false;
            context.executor().execute(() -> goOn(context)); // Vert.x is not done with the answer before this returns.
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        context.executor().execute(() -> goOn(context));
    }

    private void goOn(ChannelHandlerContext context) {
        if (held.isEmpty() || handingOn || context.isRemoved() || !mayGoOn(context, held.element())) {
            return;
        }
        handingOn = true;
        // Before anything is handed on, so that Vert.x has the last word on whether more is read.
        context.channel().config().setAutoRead(true);
        while (!held.isEmpty() && mayGoOn(context, held.element())) {
            handOn(context, held.remove());
        }
        handingOn = false;
        stopReading(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        drop();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }

    private void drop() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
