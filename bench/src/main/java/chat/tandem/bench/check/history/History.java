package chat.tandem.bench.check.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The entries of one run, by a clock that never goes back. May be written from any thread. */
public final class History {
    private final long began = System.nanoTime();
    private final long beganEpochMillis = System.currentTimeMillis();
    private final List<Entry> entries = new ArrayList<>();

    /** Appends what a visitor did or saw on a connection. */
    public synchronized void add(int visitor, int connection, What what) {
        entries.add(new Entry(System.nanoTime() - began, visitor, connection, what));
    }

    /** Appends what befell the system. */
    public void add(What what) {
        add(Entry.NOBODY, 0, what);
    }

    /** All of it so far, oldest first. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** When it began, in milliseconds since 1970: what ties it to the times of the database. */
    public long beganEpochMillis() {
        return beganEpochMillis;
    }

    /** Writes it to a file, an entry a line. */
    public void write(Path file) throws IOException {
        Files.write(file, entries().stream().map(Entry::toString).toList());
    }
}
