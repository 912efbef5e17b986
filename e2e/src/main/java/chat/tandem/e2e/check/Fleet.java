package chat.tandem.e2e.check;

import chat.tandem.testing.Processes;
import chat.tandem.testing.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The instances of one service, each in a place of its own that another process takes when it is gone. */
final class Fleet {
    private static final int EXIT_PATIENCE_SECONDS = 40;

    private final Processes processes;
    private final String service;
    private final List<ServiceProcess> instances = new ArrayList<>();
    private final List<ServiceProcess> leaving = new ArrayList<>();

    Fleet(Processes processes, String service, int count) {
        this.processes = processes;
        this.service = service;
        for (int place = 0; place < count; place++) {
            instances.add(processes.start(service));
        }
    }

    int size() {
        return instances.size();
    }

    /** The place that a choice means. */
    int place(int choice) {
        return choice % instances.size();
    }

    ServiceProcess at(int place) {
        return instances.get(place);
    }

    List<ServiceProcess> all() {
        return List.copyOf(instances);
    }

    /** Asks one to end (SIGTERM), and does not wait for it; one that is only starting owes no orderly end. */
    void roll(int place) {
        if (at(place).ready()) {
            leaving.add(at(place));
        }
        at(place).signal("TERM");
    }

    /** Starts another one in this place, which need not be ready yet. */
    ServiceProcess replace(int place) {
        var next = processes.start(service);
        instances.set(place, next);
        return next;
    }

    /** Waits until all are ready and those that were asked to end have ended; tells which did not end well. */
    List<String> settle() {
        instances.forEach(ServiceProcess::awaitReady);
        var wrong = new ArrayList<String>();
        for (var process : leaving) {
            var code = exitCode(process);
            if (code != 0) {
                wrong.add(process.name() + " was asked to end and ended with " + code + ":\n" + process.log());
            }
        }
        leaving.clear();
        return wrong;
    }

    private static int exitCode(ServiceProcess process) {
        try {
            return CompletableFuture.supplyAsync(process::awaitExit).get(EXIT_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stillThere) {
            process.kill();
            return -1;
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
