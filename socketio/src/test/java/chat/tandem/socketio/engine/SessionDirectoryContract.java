package chat.tandem.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link SessionDirectory} must do. */
public abstract class SessionDirectoryContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** The directory of the server that is the home in these tests. */
    protected abstract SessionDirectory home();

    /** The directory of another server. */
    protected abstract SessionDirectory other();

    /** Does something on a context of the home's server. */
    protected abstract <T> Future<T> atHome(Supplier<Future<T>> action);

    /** Does something on a context of the other server. */
    protected abstract <T> Future<T> elsewhere(Supplier<Future<T>> action);

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private void answers() {
        home().onAsked((session, question) -> {
            asked.add(session + " " + question);
            return Future.succeededFuture(Buffer.buffer("you said " + question));
        });
    }

    private Future<Optional<Buffer>> ask(String session, String question) {
        return elsewhere(() -> other().ask(session, Buffer.buffer(question), PATIENCE));
    }

    @Test
    public void whatReachesAnotherServerIsAnsweredAtHome() {
        answers();
        wait(atHome(() -> home().enter("a-session")));
        assertThat(wait(ask("a-session", "hello € \u001e"))).contains(Buffer.buffer("you said hello € \u001e"));
        assertThat(asked).containsExactly("a-session hello € \u001e");
    }

    @Test
    public void aSessionWithoutAHomeIsAnsweredByNobody() {
        answers();
        assertThat(wait(ask("no-session", "hello"))).isEmpty();
        wait(atHome(() -> home().enter("gone")));
        wait(atHome(() -> {
            home().leave("gone");
            return Future.succeededFuture();
        }));
        await().until(() -> wait(ask("gone", "hello")).isEmpty());
    }

    @Test
    public void questionsArriveInTheOrderInWhichTheyWereAsked() {
        answers();
        wait(atHome(() -> home().enter("in-order")));
        List<Future<Optional<Buffer>>> answers = wait(elsewhere(() -> {
            List<Future<Optional<Buffer>>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(other().ask("in-order", Buffer.buffer("" + i), PATIENCE));
            }
            return Future.succeededFuture(all);
        }));
        answers.forEach(SessionDirectoryContract::wait);
        assertThat(asked)
                .isEqualTo(
                        IntStream.range(0, 100).mapToObj(i -> "in-order " + i).toList());
    }

    @Test
    public void anAnswerMayTakeItsTimeAndOthersDoNotWaitForIt() {
        Promise<Buffer> late = Promise.promise();
        home().onAsked((session, question) ->
                question.toString().equals("slow") ? late.future() : Future.succeededFuture(question));
        wait(atHome(() -> home().enter("slowly")));
        Future<Optional<Buffer>> slow = ask("slowly", "slow");
        assertThat(wait(ask("slowly", "quick"))).contains(Buffer.buffer("quick"));
        assertThat(slow.isComplete()).isFalse();
        late.complete(Buffer.buffer("at last"));
        assertThat(wait(slow)).contains(Buffer.buffer("at last"));
    }

    @Test
    public void whoWaitsInVainIsToldSo() {
        home().onAsked((session, question) -> Promise.<Buffer>promise().future());
        wait(atHome(() -> home().enter("silent")));
        assertThatThrownBy(() ->
                        wait(elsewhere(() -> other().ask("silent", Buffer.buffer("hello"), Duration.ofMillis(200)))))
                .isNotNull();
    }
}
