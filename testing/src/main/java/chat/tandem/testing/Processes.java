package chat.tandem.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tandem's services as processes of their own, as an operator runs them. A service is its {@code Main}: from its
 * runnable jar, where that is what this class path names (as in {@code verify}), else from the class path. What
 * is started ends with this JVM at the latest, however that ends.
 *
 * <pre>{@code
 * @AutoClose
 * final Processes processes = Processes.of(Map.of("TANDEM_REDIS_URL", redis.url(), …));
 * var gateway = processes.start("gateway");
 * gateway.awaitReady();
 * }</pre>
 */
public final class Processes implements AutoCloseable {
    private static final List<String> QUICK_TO_START =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Map<String, String> settings;
    private final List<String> jvm;
    private final List<Path> overlay;
    private final Path folder;
    private final List<ServiceProcess> started = new ArrayList<>();

    private Processes(Map<String, String> settings, List<String> jvm, List<Path> overlay, Path folder) {
        this.settings = Map.copyOf(settings);
        this.jvm = List.copyOf(jvm);
        this.overlay = List.copyOf(overlay);
        this.folder = folder;
    }

    /** Nothing yet; {@code settings} are given to every service that is started. */
    public static Processes of(Map<String, String> settings) {
        return of(settings, QUICK_TO_START);
    }

    /** The same with options for the virtual machine that are not those of a short test. */
    public static Processes of(Map<String, String> settings, List<String> jvm) {
        return of(settings, jvm, List.of());
    }

    /**
     * The same with folders that stand before the services' own classes and scripts: what lies there replaces what is
     * theirs. For tests that break a service on purpose.
     */
    public static Processes of(Map<String, String> settings, List<String> jvm, List<Path> overlay) {
        try {
            return new Processes(settings, jvm, overlay, Files.createTempDirectory("tandem-processes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a service, such as {@code gateway}, on free ports, and returns at once. */
    public ServiceProcess start(String service) {
        return start(service, Map.of());
    }

    /** Starts a service with settings that go before the common ones, on free ports, and returns at once. */
    public ServiceProcess start(String service, Map<String, String> own) {
        return launch(service, own, List.of());
    }

    /** The same with arguments, and for any program whose {@code Main} is in {@code chat.tandem.<program>}. */
    public ServiceProcess start(String program, Map<String, String> own, String... arguments) {
        return launch(program, own, List.of(arguments));
    }

    /**
     * Runs a command of a service, such as {@code persistence migrate}, to its end.
     *
     * @return its exit code
     */
    public int run(String service, String... arguments) {
        return launch(service, Map.of(), List.of(arguments)).awaitExit();
    }

    private ServiceProcess launch(String service, Map<String, String> own, List<String> arguments) {
        var all = new LinkedHashMap<>(settings);
        all.put("TANDEM_HTTP_HOST", "127.0.0.1");
        all.put("TANDEM_OPS_HOST", "127.0.0.1");
        try {
            all.put("TANDEM_HTTP_PORT", Integer.toString(Ports.free()));
            all.put("TANDEM_OPS_PORT", Integer.toString(Ports.free()));
            all.putAll(own);
            var name = service + "-" + (started.size() + 1);
            var log = folder.resolve(name + ".log");
            var process = new ServiceProcess(name, all, log, Kept.start(command(service, all, arguments), log));
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(service + " did not start", e);
        }
    }

    /** Waits until every one that was started, and was not ended on purpose, is ready. */
    public void awaitReady() {
        started.stream().filter(process -> !process.endAsked()).forEach(ServiceProcess::awaitReady);
    }

    /** All that were started, in that order. */
    public List<ServiceProcess> started() {
        return List.copyOf(started);
    }

    /** Kills what still runs, takes note of the errors that they logged for {@link LoggedErrors}, and removes the logs. */
    @Override
    public void close() {
        started.forEach(ServiceProcess::kill);
        started.forEach(
                process -> LoggedErrors.noteAll(process.name(), process.log().lines()));
        for (var file : List.of(folder.toFile().listFiles())) {
            delete(file);
        }
        delete(folder.toFile());
    }

    private static void delete(File file) {
        if (!file.delete()) {
            file.deleteOnExit();
        }
    }

    private List<String> command(String service, Map<String, String> settings, List<String> arguments) {
        var words = new ArrayList<>(List.of("env"));
        settings.forEach((key, value) -> words.add(key + "=" + value));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvm);
        words.add("--enable-native-access=ALL-UNNAMED");
        words.addAll(program(service));
        words.addAll(arguments);
        return words;
    }

    private List<String> program(String service) {
        var main = "chat.tandem." + service + ".Main";
        var place = place(main);
        var runnable = Files.isDirectory(place.resolveSibling("lib"))
                && place.toString().endsWith(".jar");
        if (runnable && overlay.isEmpty()) {
            return List.of("-jar", place.toString());
        }
        var path = new ArrayList<>(overlay.stream().map(Path::toString).toList());
        path.add(runnable ? place.toString() : classPath());
        return List.of("-cp", String.join(File.pathSeparator, path), main);
    }

    private static Path place(String main) {
        try {
            var type = Class.forName(main, false, Processes.class.getClassLoader());
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
            throw new IllegalArgumentException(main + " is not on the class path of these tests", e);
        }
    }

    private static String classPath() {
        var path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                Arrays.stream(path.split(File.pathSeparator, -1))
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }
}
