package chat.tandem.examples.consumer;

import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.EntryId;
import chat.tandem.common.bus.EventEntry;
import chat.tandem.common.service.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;

/**
 * How often what happened in each minute, and up to which entry each shard is counted. One file holds both, and changes
 * as a whole: so an entry that comes a second time, because the program died before it was acknowledged, is known. That
 * needs entries in the order of their ids.
 */
final class Report {
    private static final int MINUTES = 24 * 60;
    private static final String COUNTED = "counted";

    private final Path file;

    /** Held as long as this is: a channel that nobody holds is closed, and its lock given up. */
    @SuppressWarnings("unused")
    private final FileChannel lock;

    private final TreeMap<String, TreeMap<String, Long>> minutes = new TreeMap<>();
    private final TreeMap<String, String> counted = new TreeMap<>();

    private Report(Path file, FileChannel lock) {
        this.file = file;
        this.lock = lock;
    }

    /** Reads the report, or begins one; it is this process' own until it ends. */
    static Report open(Path file) throws IOException {
        FileChannel lock = FileChannel.open(beside(file, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new RefusedException(file + " is in use by another consumer");
        }
        Report report = new Report(file, lock);
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            if (words[0].equals(COUNTED)) {
                report.counted.put(words[1], words[2]);
            } else {
                report.add(words[0], words[1], Long.parseLong(words[2]));
            }
        }
        return report;
    }

    /** Counts an entry, unless it is counted already. */
    void count(String shard, Delivery<EventEntry> delivery) {
        EntryId before = EntryId.parse(counted.getOrDefault(shard, "0-0"));
        if (EntryId.parse(delivery.id()).compareTo(before) > 0) {
            counted.put(shard, delivery.id());
            Instant at = Instant.ofEpochMilli(delivery.entry().at());
            add(at.truncatedTo(ChronoUnit.MINUTES).toString(), what(delivery.entry()), 1);
        }
    }

    private static String what(EventEntry entry) {
        return switch (entry) {
            case EventEntry.Matched matched -> "matched";
            case EventEntry.Message message -> message.kind();
            case EventEntry.Ended ended -> "ended-" + ended.reason();
        };
    }

    private void add(String minute, String what, long times) {
        minutes.computeIfAbsent(minute, any -> new TreeMap<>()).merge(what, times, Long::sum);
        if (minutes.size() > MINUTES) {
            minutes.pollFirstEntry();
        }
    }

    /** The file as it is to be. */
    String text() {
        StringBuilder text = new StringBuilder();
        minutes.forEach((minute, counts) -> counts.forEach((what, times) -> text.append(minute)
                .append(' ')
                .append(what)
                .append(' ')
                .append(times)
                .append('\n')));
        counted.forEach((shard, id) -> text.append(COUNTED)
                .append(' ')
                .append(shard)
                .append(' ')
                .append(id)
                .append('\n'));
        return text.toString();
    }

    /** Replaces the file; whoever reads it meanwhile sees the old one. */
    Path save(String text) throws IOException {
        Path next = Files.writeString(
                beside(file, ".next"),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.DSYNC,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
