package chat.tandem.standalone.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store that runs as a child in a session of its own, and writes its log beside the data. */
final class StoreProcess {

    /** How a store is asked to stop: Redis by TERM; PostgreSQL by INT, which does not wait for its clients to go. */
    enum Signal {
        INT,
        TERM
    }

    /** Whether the store answers by now. */
    @FunctionalInterface
    interface Readiness {
        boolean reached() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(StoreProcess.class);
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final long LOG_BOUND = 4L << 20;

    private final String name;
    private final Process process;
    private final Signal signal;
    private volatile boolean stopping;

    private StoreProcess(String name, Process process, Signal signal) {
        this.name = name;
        this.process = process;
        this.signal = signal;
    }

    /** Starts the command; the log is appended to, and set aside first where it has grown large. */
    static StoreProcess start(String name, List<String> command, Path log, Signal signal) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BOUND) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = new ProcessBuilder(Launch.inOwnSession(command))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new StoreProcess(name, process, signal);
    }

    /** Waits until the store is ready. On a failure nothing of it is left behind. */
    StoreProcess ready(Readiness readiness, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!readiness.reached()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                stop();
                throw new IOException(name + " did not start; its log is " + log);
            }
        }
        return this;
    }

    /** Says so if the store ends before it is asked to. */
    void watch() {
        var unused = process.onExit().thenAccept(this::ended);
    }

    private void ended(Process ended) {
        if (!stopping) {
            LOG.error("{} ended by itself, with {}", name, ended.exitValue());
        }
    }

    /** Asks the store to stop and waits for it; what does not stop is killed. */
    void stop() {
        stopping = true;
        try {
            end(process.toHandle(), signal);
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} did not stop within {} s and is killed", name, STOP.toSeconds());
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends the signal to a process that is known to be ours. */
    static void end(ProcessHandle handle, Signal signal) {
        if (signal == Signal.TERM) {
            handle.destroy();
        } else if (!Launch.succeeds("sh", "-c", "kill -" + signal + " " + handle.pid()) && handle.isAlive()) {
            throw new UncheckedIOException(new IOException("no signal reaches process " + handle.pid()));
        }
    }
}
