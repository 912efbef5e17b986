package chat.tandem.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CommandQueueTest {
    private final List<String> begun = new ArrayList<>();

    private Supplier<Future<?>> step(String name, Future<?> done) {
        return () -> {
            begun.add(name);
            return done;
        };
    }

    @Test
    void theNextBeginsWhenTheOneBeforeIsDone() {
        CommandQueue queue = new CommandQueue(() -> {});
        Promise<Void> first = Promise.promise();
        queue.add(step("first", first.future()));
        queue.add(step("second", Future.failedFuture("its own affair")));
        queue.add(step("third", Future.succeededFuture()));
        assertThat(begun).containsExactly("first");
        assertThat(queue.waiting()).isEqualTo(2);
        first.complete();
        assertThat(begun).containsExactly("first", "second", "third");
    }

    @Test
    void whatComesInWhileAStepIsTakenDoesNotOvertakeIt() {
        CommandQueue[] queue = new CommandQueue[1];
        List<String> coming = new ArrayList<>(List.of("second", "third"));
        queue[0] = new CommandQueue(() -> {
            if (!coming.isEmpty()) {
                queue[0].add(step(coming.removeFirst(), Future.succeededFuture()));
            }
        });
        queue[0].add(step("first", Future.succeededFuture()));
        assertThat(begun).containsExactly("first", "second", "third");
    }
}
