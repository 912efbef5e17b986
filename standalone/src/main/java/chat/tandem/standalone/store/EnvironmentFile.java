package chat.tandem.standalone.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code DATA/tandem.env}: what a further process needs to join, in a shell's words. It is written at each start; what
 * it said before is asked for the ports, so that who has joined finds the stores again.
 */
public final class EnvironmentFile {

    private static final Pattern LINE = Pattern.compile("(?m)^(TANDEM_[A-Z0-9_]+)='(.*)'$");

    private final Path file;
    private final Map<String, String> before;

    private EnvironmentFile(Path file, Map<String, String> before) {
        this.file = file;
        this.before = before;
    }

    /** The file of this folder, whether it is there yet or not. */
    public static EnvironmentFile in(Path folder) throws IOException {
        Path file = folder.resolve("tandem.env");
        Map<String, String> before = new TreeMap<>();
        if (Files.exists(file)) {
            Matcher lines = LINE.matcher(Files.readString(file));
            while (lines.find()) {
                before.put(lines.group(1), lines.group(2));
            }
        }
        return new EnvironmentFile(file, before);
    }

    /** What the last start wrote. */
    public Optional<String> before(String key) {
        return Optional.ofNullable(before.get(key));
    }

    /** Writes the file, mode 0600. */
    public void write(Map<String, String> values) throws IOException {
        String lines = new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "='" + entry.getValue().replace("'", "'\\''") + "'\n")
                        .collect(Collectors.joining());
        PrivateFile.write(file, """
                # Written by ./tandem at each start: the stores' addresses and the secrets, for further processes:
                #   set -a; . %s; TANDEM_HTTP_PORT=8082 java -jar gateway/target/tandem-gateway.jar
                """.formatted(file) + lines);
    }
}
