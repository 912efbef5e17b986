package chat.tandem.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggedErrorsTest {

    @Test
    void errorsOfAProcessAreSeenInTextAndInJsonAndNothingElseIs() {
        LoggedErrors.noteAll(
                "gateway-1",
                Stream.of(
                        "2026-07-01 12:00:00.000 ERROR Writer - a",
                        "2026-07-01 12:00:00.000 WARN  Writer - no ERROR at all",
                        "{\"timestamp\":1,\"level\":\"ERROR\",\"message\":\"b\"}",
                        "{\"timestamp\":1,\"level\":\"INFO\",\"message\":\"ERROR\"}",
                        "Exception in thread \"main\" java.lang.Error: c",
                        "\tat java.lang.Error"));

        assertThat(LoggedErrors.takeUnnamed(List.of("Writer - a")))
                .containsExactly(
                        "gateway-1: {\"timestamp\":1,\"level\":\"ERROR\",\"message\":\"b\"}",
                        "gateway-1: Exception in thread \"main\" java.lang.Error: c");
    }

    @Test
    void anErrorThatTheTestsOwnProcessLogsIsSeen() {
        LoggerFactory.getLogger("somewhere").error("of {}", "mine", new IllegalStateException("why"));
        LoggerFactory.getLogger("somewhere").warn("of mine");

        assertThat(LoggedErrors.takeUnnamed(List.of()))
                .containsExactly("somewhere - of mine java.lang.IllegalStateException why");
    }

    @Test
    void anExceptionThatNobodyCaughtIsSeenOfAThreadAndOfAnEventLoop() throws InterruptedException {
        Thread thread = new Thread(() -> {
            throw new IllegalStateException("thread");
        });
        thread.start();
        thread.join();
        Vertx vertx = Vertx.vertx();
        vertx.runOnContext(here -> {
            throw new IllegalStateException("loop");
        });

        List<String> seen = new ArrayList<>();
        await().until(() -> {
            seen.addAll(LoggedErrors.takeUnnamed(List.of()));
            return seen.size() == 2;
        });
        assertThat(seen.getFirst()).startsWith("uncaught in").endsWith("thread");
        assertThat(seen.getLast()).contains("Unhandled exception", "loop");
        vertx.close().await();
    }

    @Test
    @LogsErrors("of mine")
    void whatATestNamesMayBeLogged() {
        LoggerFactory.getLogger("somewhere").error("of mine");
    }
}
