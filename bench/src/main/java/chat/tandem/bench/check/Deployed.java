package chat.tandem.bench.check;

import chat.tandem.bench.check.fault.Breakage;
import chat.tandem.bench.check.judge.Rows;
import java.net.URI;
import java.util.List;

/** A running Tandem, as the checker needs it. */
public interface Deployed extends Breakage {
    /** Where clients connect: the proxies. */
    List<URI> addresses();

    /**
     * Waits until everything runs and is ready.
     *
     * @return what did not go as it should, such as a process that did not end when asked to
     */
    List<String> mend();

    /** Waits until the database has caught up, for half a minute at most, and reads it. */
    Rows rows();

    /** Reads the database as it is. */
    Rows rowsNow();
}
