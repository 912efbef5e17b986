package chat.tandem.common.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version the release, such as {@code 0.1.0-SNAPSHOT}
 * @param revision the commit that it was built from, or {@code unknown}
 */
public record BuildInfo(String version, String revision) {

    /** Reads what the build wrote beside this class. */
    public static BuildInfo read() {
        try (InputStream file = BuildInfo.class.getResourceAsStream("build.properties")) {
            Properties written = new Properties();
            if (file != null) {
                written.load(file);
            }
            return new BuildInfo(written.getProperty("version", "unknown"), written.getProperty("revision", "unknown"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Version and build in one line. */
    @Override
    public String toString() {
        return version + " (" + revision + ")";
    }
}
