package chat.tandem.gateway.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which files there are under {@code web}, in the jar or folder that holds the page. */
final class WebFileNames {
    private static final String FOLDER = "web/";

    private WebFileNames() {}

    /** Their paths, each with a slash at its beginning. */
    static Set<String> list() {
        URL page = Objects.requireNonNull(WebFileNames.class.getResource("/" + FOLDER + "index.html"));
        try {
            return page.openConnection() instanceof JarURLConnection jar ? within(jar) : within(folder(page));
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the page cannot be listed", e);
        }
    }

    private static Set<String> within(JarURLConnection jar) throws IOException {
        return jar.getJarFile().stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(FOLDER) && !name.endsWith("/"))
                .map(name -> name.substring(FOLDER.length() - 1))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Path folder(URL page) throws IOException {
        try {
            return Path.of(page.toURI()).resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Set<String> within(Path folder) throws IOException {
        URI root = folder.toUri();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> "/" + root.relativize(file.toUri()).getPath())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
