package chat.tandem.persistence.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class GatheringTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final List<List<Integer>> begun = new CopyOnWriteArrayList<>();
    private final List<Promise<Void>> ends = new CopyOnWriteArrayList<>();
    private Vertx vertx;

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
    }

    /** All of it happens in one turn of the event loop. */
    private void gather(int most, int atOnce, Duration linger, Consumer<Gathering<Integer>> story) {
        Promise<Void> told = Promise.promise();
        vertx.runOnContext(go -> {
            story.accept(new Gathering<>(vertx, most, atOnce, linger, this::store));
            told.complete();
        });
        told.future().await();
    }

    private Future<Void> store(List<Writer.Item<Integer>> batch) {
        begun.add(batch.stream().map(Writer.Item::entry).toList());
        ends.add(Promise.promise());
        return ends.getLast().future();
    }

    private static List<Writer.Item<Integer>> entries(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> new Writer.Item<>(number, Changes.read(Changes.conversation(1), 1, number)))
                .toList();
    }

    @Test
    void whatComesAloneGoesAtOnce() {
        gather(10, 2, FOR_EVER, gathering -> {
            gathering.add(entries(1, 1));
            assertThat(begun).containsExactly(List.of(1));
        });
    }

    @Test
    void whatComesSoonAfterGathersUntilTheLingerIsOver() {
        gather(10, 2, Duration.ofMillis(300), gathering -> {
            gathering.add(entries(1, 1));
            gathering.add(entries(2, 3));
            gathering.add(entries(4, 4));
            assertThat(begun).hasSize(1);
        });
        await().untilAsserted(() -> assertThat(begun).containsExactly(List.of(1), List.of(2, 3, 4)));
    }

    @Test
    void aFullBatchDoesNotLinger() {
        gather(3, 5, FOR_EVER, gathering -> {
            gathering.add(entries(1, 1));
            gathering.add(entries(2, 3));
            assertThat(begun).hasSize(1);
            gathering.add(entries(4, 5));
            assertThat(begun).containsExactly(List.of(1), List.of(2, 3));
        });
    }

    @Test
    void whileSoManyAreStoredTheNextOneGrowsUpToItsBound() {
        gather(4, 2, Duration.ZERO, gathering -> {
            for (int number = 1; number <= 8; number++) {
                gathering.add(entries(number, number));
            }
            assertThat(begun).containsExactly(List.of(1), List.of(2));
            ends.getFirst().complete();
            assertThat(begun).last().isEqualTo(List.of(3, 4, 5, 6));
            ends.get(1).complete();
            assertThat(begun).last().isEqualTo(List.of(7, 8));
        });
    }

    @Test
    void aPartIsOverWhenItsBatchIsAndFailsWithIt() {
        gather(2, 1, Duration.ZERO, gathering -> {
            Future<Void> first = gathering.add(entries(1, 2));
            Future<Void> second = gathering.add(entries(3, 4));
            assertThat(first.isComplete()).isFalse();
            ends.getFirst().complete();
            assertThat(first.succeeded()).isTrue();
            assertThat(second.isComplete()).isFalse();
            ends.get(1).fail("no");
            assertThat(second.failed()).isTrue();
        });
    }

    @Test
    void inAHurryNothingLingers() {
        gather(10, 5, FOR_EVER, gathering -> {
            gathering.add(entries(1, 1));
            gathering.add(entries(2, 2));
            gathering.hurry();
            assertThat(begun).containsExactly(List.of(1), List.of(2));
        });
    }
}
