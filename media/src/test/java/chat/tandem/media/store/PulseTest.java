package chat.tandem.media.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final Vertx vertx = Vertx.vertx();
    private final Deque<Future<Void>> answers = new ArrayDeque<>();
    private final Pulse pulse = new Pulse(vertx, answers::remove);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aStoreThatRefusedAtOnceIsAskedAgain() {
        answers.add(Future.failedFuture("refused before anybody listened"));
        assertThat(pulse.alive().failed()).isTrue();
        assertThat(pulse.status().up()).isFalse();
        answers.add(Future.succeededFuture());
        assertThat(pulse.alive().succeeded()).isTrue();
        assertThat(pulse.status().up()).isTrue();
    }

    @Test
    void whoAsksWhileAnAnswerIsUnderWaySharesIt() {
        Promise<Void> answer = Promise.promise();
        answers.add(answer.future());
        Future<Void> one = pulse.alive();
        Future<Void> other = pulse.alive();
        answer.complete();
        assertThat(one.succeeded() && other.succeeded()).isTrue();
    }
}
