package chat.tandem.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private Kept start(String script) throws IOException {
        return Kept.start(List.of("sh", "-c", script), folder.resolve("log"));
    }

    @Test
    void itTellsTheExitCode() throws IOException {
        assertThat(start("sleep 0.5; exit 3").awaitExit()).isEqualTo(3);
    }

    @Test
    void aSignalEndsItInItsOwnWay() throws IOException {
        var kept = start("trap 'kill $!; exit 7' TERM; echo up; sleep 1000 & wait $!");
        Path log = folder.resolve("log"); // the shell makes it, a moment after its start
        kept.awaitAnswer(() -> Files.exists(log) && Files.readString(log).contains("up"));
        kept.signal("TERM");
        assertThat(kept.awaitExit()).isEqualTo(7);
    }

    @Test
    void whatItPrintsIsInItsLog() throws IOException {
        start("echo out; echo err >&2; sleep 0.5").awaitExit();
        assertThat(folder.resolve("log")).hasContent("out\nerr");
    }

    @Test
    void aKilledOneIsGone() throws IOException {
        var kept = start("exec sleep 1000");
        kept.kill();
        assertThat(kept.child().isAlive()).isFalse();
    }
}
