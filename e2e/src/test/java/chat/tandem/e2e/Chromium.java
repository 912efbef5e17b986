package chat.tandem.e2e;

import chat.tandem.testing.Installed;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium with a profile of its own. */
final class Chromium implements AutoCloseable {
    // It warns that it does not know this Chromium's debugging protocol, which these tests do not use. (Held: loggers
    // are weak.)
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private final Path profile;
    private final ChromeDriver driver;

    private Chromium(Path profile) {
        this.profile = profile;
        this.driver = start(profile);
    }

    /** Skips the test, visibly, where there is none. */
    static Chromium start() {
        try {
            return new Chromium(Files.createTempDirectory("tandem-browser"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the tests of this class where there is none, before anything else is started. */
    static void require() {
        program();
        driverProgram();
    }

    ChromeDriver driver() {
        return driver;
    }

    private static Path program() {
        return Installed.program("Chromium", "chromium", "chromium-browser", "google-chrome");
    }

    private static Path driverProgram() {
        return Installed.program("chromedriver", "chromedriver");
    }

    private static ChromeDriver start(Path profile) {
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions()
                .setBinary(program().toFile())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverProgram().toFile())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options);
    }

    @Override
    public void close() {
        driver.quit();
        try (var files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException leftForTheSystem) {
            profile.toFile().deleteOnExit();
        }
    }
}
