package chat.tandem.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** One service that {@link Processes} started. */
public final class ServiceProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final Map<String, String> settings;
    private final Path log;
    private final Kept process;
    private volatile boolean endAsked;

    ServiceProcess(String name, Map<String, String> settings, Path log, Kept process) {
        this.name = name;
        this.settings = Map.copyOf(settings);
        this.log = log;
        this.process = process;
    }

    /** Its service and a number, such as {@code gateway-1}. */
    public String name() {
        return name;
    }

    /** Its process id. */
    public long pid() {
        return process.child().pid();
    }

    /** Where clients connect, such as {@code http://127.0.0.1:12345}; of a gateway. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + settings.get("TANDEM_HTTP_PORT"));
    }

    /** Where WebSockets connect, such as {@code ws://127.0.0.1:12345}; of a gateway. */
    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + settings.get("TANDEM_HTTP_PORT"));
    }

    /** Its operations port, such as {@code http://127.0.0.1:12346}. */
    public URI operations() {
        return URI.create("http://127.0.0.1:" + settings.get("TANDEM_OPS_PORT"));
    }

    /** Whether it runs; a frozen one does. */
    public boolean alive() {
        return process.child().isAlive();
    }

    /** Whether its end was asked for here, or waited for. */
    boolean endAsked() {
        return endAsked;
    }

    /** Whether {@code /health/ready} answers 200 just now. */
    public boolean ready() {
        try {
            var request = (HttpURLConnection)
                    operations().resolve("/health/ready").toURL().openConnection();
            request.setConnectTimeout(1_000);
            request.setReadTimeout(2_000);
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Waits until it is ready.
     *
     * @throws IllegalStateException if it ends instead, or is not after a minute and a half; with the end of its log
     */
    public void awaitReady() {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("it ended", () -> !alive())
                    .until(this::ready);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new IllegalStateException(name + " did not become ready; its log ends with:\n" + logTail(), e);
        }
    }

    /** Asks it to end (SIGTERM), waits, and returns its exit code. */
    public int stop() {
        signal("TERM");
        return awaitExit();
    }

    /** Waits until it ends by itself, and returns its exit code: 128 and the number of the signal where one ended it. */
    public int awaitExit() {
        endAsked = true;
        return process.awaitExit();
    }

    /** Sends a signal, such as {@code TERM}, and returns at once. */
    public void signal(String signal) {
        process.signal(signal);
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        endAsked = true;
        process.kill();
    }

    /** Takes its processor time away (SIGSTOP): connections stay open and nothing answers. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        signal("CONT");
    }

    /** Everything it has printed. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String logTail() {
        var all = log();
        return all.substring(Math.max(0, all.length() - 4_000));
    }
}
