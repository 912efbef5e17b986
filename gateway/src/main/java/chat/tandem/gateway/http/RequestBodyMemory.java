package chat.tandem.gateway.http;

import chat.tandem.gateway.limit.UnauthenticatedMemory;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * The account of what one HTTP connection has sent of bodies whose requests are not answered yet. Who sent them is not known here, so what
 * is longer than 2 KiB is charged to the memory of connections without a session; where that has no room, the request gets 503, and the
 * connection ends. Used on one event loop.
 */
final class RequestBodyMemory extends ChannelDuplexHandler {
    private static final int FREE_BYTES = 2 * 1024;
    private static final long LINGER_MILLIS = 1_000;

    private final UnauthenticatedMemory memory;
    private int held;
    private boolean refused;

    private RequestBodyMemory(UnauthenticatedMemory memory) {
        this.memory = memory;
    }

    /** Begins with the first thing that comes over a connection. */
    static void of(HttpConnection connection, UnauthenticatedMemory memory) {
        // Internal to Vert.x: there is no other way to its pipeline.
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get("handler") != null) { // Else it was refused already.
            pipeline.addBefore("handler", "request-body-memory", new RequestBodyMemory(memory));
        }
    }

    private static int charged(int bytes) {
        return Math.max(0, bytes - FREE_BYTES);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        int bytes = message instanceof HttpContent content ? content.content().readableBytes() : 0;
        if (!refused && (bytes == 0 || holds(bytes))) {
            context.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        if (!refused) {
            refused = true;
            refuse(context);
        }
    }

    private boolean holds(int bytes) {
        int more = charged(held + bytes) - charged(held);
        boolean room = more == 0 || memory.holdBody(more);
        held += room ? bytes : 0;
        return room;
    }

    private static void refuse(ChannelHandlerContext context) {
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, "0")
                .set(HttpHeaderNames.CONNECTION, "close")
                .set(HttpHeaderNames.RETRY_AFTER, "1");
        // Closed at once, with input unread, the connection would be reset, and the answer lost.
        var unused = context.writeAndFlush(answer).addListener(written -> close(context));
    }

    private static void close(ChannelHandlerContext context) {
        Runnable closing = () -> {
            var unused = context.close();
        };
        var unused = context.executor().schedule(closing, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent) {
            free(); // Requests are answered one after the other; of one behind this some bytes may have been read.
        }
        var unused = context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        free();
        context.fireChannelInactive();
    }

    private void free() {
        memory.freeBody(charged(held));
        held = 0;
    }
}
