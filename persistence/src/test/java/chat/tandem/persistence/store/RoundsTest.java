package chat.tandem.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RoundsTest {
    private static final int MANY = 50_000;

    @Test
    void anyNumberOfRoundsComesToAnEnd(Vertx vertx) {
        AtomicInteger rounds = new AtomicInteger();

        Rounds.whileMore(() -> later(vertx, rounds.incrementAndGet() < MANY)).await();

        assertThat(rounds).hasValue(MANY);
    }

    @Test
    void theFirstThatFailsIsTheLast(Vertx vertx) {
        AtomicInteger rounds = new AtomicInteger();

        assertThatThrownBy(() -> Rounds.whileMore(() ->
                                rounds.incrementAndGet() == 3 ? Future.failedFuture("enough") : later(vertx, true))
                        .await())
                .hasMessage("enough");
        assertThat(rounds).hasValue(3);
    }

    private static Future<Boolean> later(Vertx vertx, boolean more) {
        Promise<Boolean> answer = Promise.promise();
        vertx.runOnContext(go -> answer.complete(more));
        return answer.future();
    }
}
