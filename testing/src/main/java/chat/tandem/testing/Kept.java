package chat.tandem.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A child process that cannot outlive this JVM, even when it is killed with SIGKILL: a small shell holds the other end of
 * a pipe, and ends the child when the pipe closes.
 */
final class Kept {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEEPER = """
            log=$1; shift; exec 3<&0
            "$@" >>"$log" 2>&1 </dev/null 3<&- & child=$!
            echo $child
            (cat <&3 >/dev/null; kill -9 $child; kill -CONT $child) & watcher=$!
            wait $child; code=$?
            kill $watcher; echo $code
            """;

    private final Process keeper;
    private final ProcessHandle child;
    private final Path log;

    private Kept(Process keeper, ProcessHandle child, Path log) {
        this.keeper = keeper;
        this.child = child;
        this.log = log;
    }

    static Kept start(List<String> command, Path log) throws IOException {
        List<String> words = new ArrayList<>(List.of("sh", "-c", KEEPER, "keeper", log.toString()));
        words.addAll(command);
        Process keeper = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
                .start();
        String pid = keeper.inputReader(StandardCharsets.UTF_8).readLine();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(pid))
                .orElseThrow(() -> new IOException(command.getFirst() + " ended at once: " + tail(log)));
        return new Kept(keeper, child, log);
    }

    void awaitAnswer(Callable<Boolean> answers) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("the process ended", () -> !child.isAlive())
                    .until(answers);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new IllegalStateException("the store did not come up; its log ends with: " + tail(log), e);
        }
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(child.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    ProcessHandle child() {
        return child;
    }

    /** Waits for the child's end and returns its exit code, 128 and the signal's number where a signal ended it. */
    int awaitExit() {
        try {
            String code = keeper.inputReader(StandardCharsets.UTF_8).readLine();
            return Integer.parseInt(String.valueOf(code));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        child.destroyForcibly();
        child.onExit().join();
        keeper.destroy();
    }

    private static String tail(Path log) {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 2_000));
        } catch (IOException e) {
            return "(no log)";
        }
    }
}
