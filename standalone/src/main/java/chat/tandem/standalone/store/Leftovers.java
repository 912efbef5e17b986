package chat.tandem.standalone.store;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores that a killed predecessor could not stop. They are known by the program that they run, which lies in the data
 * folder: no process id from a file is trusted, as another process may have it by now. Whoever looks holds the folder's
 * lock, so no living process needs them.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final long PATIENCE_SECONDS = 60;

    private Leftovers() {}

    /** Stops them in order, so that nothing which they hold is lost. */
    static void end(Binaries binaries) throws IOException, InterruptedException {
        List<ProcessHandle> ours = find(binaries);
        if (ours.isEmpty()) {
            return;
        }
        LOG.info("ending {} processes that were left behind", ours.size());
        Set<Long> pids = ours.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        ours.stream().filter(one -> isFirst(one, pids)).forEach(Leftovers::ask);
        if (!gone(ours)) {
            find(binaries).forEach(ProcessHandle::destroyForcibly);
            if (!gone(ours)) {
                throw new IOException("processes left behind in the data folder do not end: " + pids);
            }
        }
    }

    private static List<ProcessHandle> find(Binaries binaries) {
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().command().filter(binaries::contain).isPresent())
                .toList();
    }

    /** PostgreSQL is many processes: the one that started the others stops them. */
    private static boolean isFirst(ProcessHandle one, Set<Long> pids) {
        return one.parent().filter(parent -> pids.contains(parent.pid())).isEmpty();
    }

    private static void ask(ProcessHandle one) {
        boolean redis = one.info().command().orElse("").contains("redis");
        StoreProcess.end(one, redis ? StoreProcess.Signal.TERM : StoreProcess.Signal.INT);
    }

    private static boolean gone(List<ProcessHandle> ours) throws InterruptedException {
        CompletableFuture<?>[] exits = ours.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(exits).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
