package chat.tandem.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.transport.Connection;
import chat.tandem.gateway.transport.ServerEvent;
import chat.tandem.gateway.transport.Welcome;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TimesTest {
    private final AtomicLong clock = new AtomicLong(-1_000_000_000L);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void aSilentClientIsAskedOnceAndThenGivenUp() {
        Ear ear = new Ear(clock.get());
        Pulse pulse = new Pulse(ear, Duration.ofSeconds(25));
        pass(Duration.ofSeconds(24));
        assertThat(pulse.lost(clock.get())).isFalse();
        assertThat(ear.pings).isZero();
        pass(Duration.ofSeconds(1));
        pulse.lost(clock.get());
        pulse.lost(clock.get());
        assertThat(ear.pings).isEqualTo(1);
        pass(Duration.ofSeconds(10));
        assertThat(pulse.lost(clock.get())).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(pulse.lost(clock.get())).isTrue();
        ear.heard = clock.get();
        assertThat(pulse.lost(clock.get())).isFalse();
    }

    private static final class Ear implements Connection {
        private int pings;
        private long heard;

        private Ear(long heard) {
            this.heard = heard;
        }

        @Override
        public void welcome(long id, Welcome welcome) {}

        @Override
        public void event(ServerEvent event) {}

        @Override
        public void acknowledge(long id, String data) {}

        @Override
        public void refuse(long id, String error) {}

        @Override
        public void close(CloseCode code) {}

        @Override
        public void ping() {
            pings++;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public IpAddress address() {
            return IpAddress.parse("192.0.2.1").orElseThrow();
        }

        @Override
        public long lastHeard() {
            return heard;
        }
    }

    @Test
    void theOnlineCountIsNewsWhenItChangedNoticeablyAndTenSecondsPassed() {
        OnlineNews news = new OnlineNews();
        news.told(1_000, clock.get());
        pass(Duration.ofSeconds(9));
        assertThat(news.due(2_000, clock.get())).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(news.due(2_000, clock.get())).isTrue();
        assertThat(news.due(1_019, clock.get())).isFalse();
        assertThat(news.due(980, clock.get())).isTrue();
        news.told(3, clock.get());
        pass(Duration.ofSeconds(10));
        assertThat(news.due(3, clock.get())).isFalse();
        assertThat(news.due(4, clock.get())).isTrue();
    }

    @Test
    void whatIsReadWhileTheLoopStoodStillIsLate(Vertx vertx) {
        LoopWatch watch = LoopWatch.start(vertx, clock::get, late -> {});
        assertThat(watch.late()).isFalse();
        pass(Duration.ofSeconds(3));
        assertThat(watch.late()).isTrue();
        await().until(() -> !watch.late());
    }
}
