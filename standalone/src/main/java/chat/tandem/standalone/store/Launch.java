package chat.tandem.standalone.store;

import chat.tandem.common.service.RefusedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What stands before a store's command: a session of its own, and for PostgreSQL another identity than root's. */
final class Launch {

    private static final String PERL_SETSID = "use POSIX; POSIX::setsid(); exec @ARGV";

    private static final int NOBODY = 65_534;

    private Launch() {}

    /** The command as the leader of a session, out of reach of what is sent to our process group. */
    static List<String> inOwnSession(List<String> command) {
        if (isThere("setsid")) {
            return joined(List.of("setsid"), command);
        }
        if (isThere("perl")) {
            return joined(List.of("perl", "-e", PERL_SETSID), command);
        }
        throw new RefusedException("the stores need a session of their own: setsid (util-linux) or perl is missing");
    }

    /**
     * The command under an identity that PostgreSQL accepts, as it refuses root: in a user namespace where the kernel
     * allows one (the files then stay root's), else as nobody, to whom PostgreSQL's own folder is handed over.
     */
    static List<String> unprivileged(List<String> command, DataFolder data) {
        if (!isRoot()) {
            return command;
        }
        String folder = data.at("postgres").toString();
        if (succeeds("unshare", "-U", "true") && succeeds("chown", "-R", "0:0", folder)) {
            return joined(List.of("unshare", "-U"), command);
        }
        if (isThere("setpriv") && opened(data) && succeeds("chown", "-R", NOBODY + ":" + NOBODY, folder)) {
            return joined(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), command);
        }
        throw new RefusedException("PostgreSQL does not run as root, and neither unshare nor setpriv helps here:"
                + " start ./tandem as another user");
    }

    /** Lets nobody pass through the data folder to the programs and to PostgreSQL's own; the rest stays closed. */
    private static boolean opened(DataFolder data) {
        return succeeds("chmod", "711", data.root().toString())
                && succeeds("chmod", "-R", "a+rX", data.at("bin").toString());
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException noSuchFile) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return List.copyOf(both);
    }

    private static boolean isThere(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Runs a short command and says whether it went well; one that is missing did not. */
    static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
