package chat.tandem.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeapInputTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(HeapInput.INSTANCE);

    private static ByteBuf pooled(String text) {
        return PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theEndOfABodyIsCopiedWithAllThatItSays() {
        ByteBuf body = pooled("body");
        DefaultLastHttpContent end = new DefaultLastHttpContent(body);
        end.trailingHeaders().set("checked", "yes");
        DecoderResult result = DecoderResult.failure(new IllegalStateException());
        end.setDecoderResult(result);

        channel.writeInbound(end);

        LastHttpContent read = channel.readInbound();
        assertThat(body.refCnt()).isZero();
        assertThat(read.content().isDirect()).isFalse();
        assertThat(read.content().toString(StandardCharsets.UTF_8)).isEqualTo("body");
        assertThat(read.trailingHeaders().get("checked")).isEqualTo("yes");
        assertThat(read.decoderResult()).isSameAs(result);
    }

    @Test
    void aFrameStaysWhatItIs() {
        ByteBuf text = pooled("text");

        channel.writeInbound(new ContinuationWebSocketFrame(false, 0, text));

        WebSocketFrame read = channel.readInbound();
        assertThat(text.refCnt()).isZero();
        assertThat(read).isInstanceOf(ContinuationWebSocketFrame.class);
        assertThat(read.isFinalFragment()).isFalse();
        assertThat(read.content().toString(StandardCharsets.UTF_8)).isEqualTo("text");
    }

    @Test
    void whatIsEmptyIsLeftAlone() {
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        Object read = channel.readInbound();
        assertThat(read).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    }
}
