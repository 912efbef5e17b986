package chat.tandem.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PipeliningTest {
    private final AtomicInteger upgraded = new AtomicInteger();
    private final EmbeddedChannel channel = new EmbeddedChannel(new Pipelining(upgraded::incrementAndGet));

    private static HttpRequest request(String path) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    }

    private static DefaultFullHttpResponse response(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
    }

    private void arrive(String path) {
        channel.writeInbound(request(path), LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void answer(HttpResponseStatus status) {
        channel.writeOutbound(response(status));
        channel.runPendingTasks();
    }

    /** The paths of the requests that were handed on since. */
    private List<String> begun() {
        List<String> paths = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                paths.add(request.uri());
            }
        }
        return paths;
    }

    @Test
    void theNextRequestBeginsWhenTheOneBeforeIsAnswered() {
        arrive("/1");
        arrive("/2");
        arrive("/3");
        assertThat(begun()).containsExactly("/1");
        answer(HttpResponseStatus.OK);
        assertThat(begun()).containsExactly("/2");
        answer(HttpResponseStatus.NOT_FOUND);
        assertThat(begun()).containsExactly("/3");
        answer(HttpResponseStatus.OK);
        arrive("/4");
        assertThat(begun()).containsExactly("/4");
    }

    @Test
    void anAnswerEndsWithItsLastPartAndNotBefore() {
        arrive("/1");
        arrive("/2");
        begun();
        answer(HttpResponseStatus.CONTINUE);
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.writeOutbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[9])));
        channel.runPendingTasks();
        assertThat(begun()).isEmpty();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        channel.runPendingTasks();
        assertThat(begun()).containsExactly("/2");
    }

    @Test
    void theBodyOfTheRequestAheadPasses() {
        channel.writeInbound(request("/1"));
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[9])));
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(channel.inboundMessages()).hasSize(3);
    }

    @Test
    void theNextRequestWaitsWhileTheSocketTakesNothing() {
        arrive("/1");
        arrive("/2");
        begun();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        answer(HttpResponseStatus.OK);
        assertThat(begun()).isEmpty();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertThat(begun()).containsExactly("/2");
    }

    @Test
    void nothingMoreIsReadWhenManyWait() {
        arrive("/1");
        arrive("/2");
        assertThat(channel.config().isAutoRead()).isTrue();
        for (int more = 3; more < 20; more++) {
            arrive("/" + more);
        }
        assertThat(channel.config().isAutoRead()).isFalse();
        for (int answered = 1; answered < 20; answered++) {
            answer(HttpResponseStatus.OK);
        }
        assertThat(begun()).hasSize(19);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whatWaitedIsGivenBackWhenTheConnectionCloses() {
        ByteBuf body = Unpooled.buffer().writeZero(9);
        arrive("/1");
        channel.writeInbound(request("/2"), new DefaultLastHttpContent(body));
        channel.disconnect().syncUninterruptibly();
        assertThat(body.refCnt()).isZero();
        assertThat(begun()).containsExactly("/1");
    }

    @Test
    void afterAnUpgradeEverythingPasses() {
        arrive("/ws");
        begun();
        answer(HttpResponseStatus.SWITCHING_PROTOCOLS);
        assertThat(upgraded).hasValue(1);
        assertThat(channel.pipeline().get(Pipelining.class)).isNull();
    }
}
