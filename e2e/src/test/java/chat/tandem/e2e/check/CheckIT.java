package chat.tandem.e2e.check;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.bench.check.CheckResult;
import chat.tandem.bench.check.CheckSettings;
import chat.tandem.bench.check.fault.FaultKind;
import chat.tandem.bench.check.judge.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tandem keeps its promises while everything around it breaks; and where it is broken itself, the checker notices. */
class CheckIT {
    @AutoClose
    private static final Check CHECK = Check.open();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void everyPromiseIsKeptWhateverBreaks() {
        var result = run(settings(1, 30, 2, "all"), null, null);
        assertThat(result.violations()).as(told(result)).isEmpty();
        assertThat(result.totals().faults()).hasSameSizeAs(FaultKind.values());
        assertThat(result.totals().acknowledged()).as(told(result)).isGreaterThan(100);
        assertThat(result.totals().rejoins()).as(told(result)).isGreaterThan(10);
    }

    @Test
    void whatIsAcknowledgedBeforeItIsCommittedIsMissed() throws IOException {
        var overlay = new Overlay(folder)
                .type(
                        "persistence",
                        "chat.tandem.persistence.writing.Writer",
                        "return attempt.done.future();\n    }\n\n    /** Gives up",
                        "return Future.succeededFuture();\n    }\n\n    /** Gives up");
        // By this seed the only instance is killed while PostgreSQL is away.
        var result = run(settings(1, 8, 1, "kill-postgres,kill-persistence"), overlay.folder(), null);
        assertThat(rules(result)).as(told(result)).contains("an acknowledged message is stored");
    }

    @Test
    void aMatchThatIsNotOneStepForBothIsNoticed() throws IOException {
        var overlay = new Overlay(folder).script("pair.lua", "  begin(other, partner, user, conversation)\n", "");
        assertNotices(overlay, "none", "nobody is in two conversations at once");
    }

    @Test
    void aReplayThatIsLeftOutIsNoticed() throws IOException {
        var overlay = new Overlay(folder).script("connect.lua", "count > 0 and call", "count > 1000 and call");
        assertNotices(overlay, "cut-clients", "a connected client sees every message of its partner");
    }

    @Test
    void aStateThatIsLookedAtBeforeTheRepeatedIdIsNoticed() throws IOException {
        var overlay = new Overlay(folder)
                .script(
                        "send-message.lua",
                        "local first = call('HGET', seen, field)",
                        "local first = holds(session, conversation) and call('HGET', seen, field)");
        assertNotices(overlay, "none", "a repeated message id gets the first result");
    }

    private void assertNotices(Overlay overlay, String faults, String rule) {
        var result = run(settings(1, 20, 1, faults), overlay.folder(), rule);
        assertThat(rules(result)).as(told(result)).contains(rule);
    }

    private static CheckSettings settings(long seed, int seconds, int ofEachService, String faults) {
        return new CheckSettings(
                seed,
                Duration.ofSeconds(seconds),
                24,
                2,
                ofEachService,
                ofEachService,
                FaultKind.parse(faults),
                Duration.ofSeconds(4),
                Duration.ofSeconds(15));
    }

    private static CheckResult run(CheckSettings settings, @Nullable Path overlay, @Nullable String until) {
        return CHECK.run(settings, new Check.Extras(overlay, null, until), System.err::println);
    }

    private static Set<String> rules(CheckResult result) {
        return result.violations().stream().map(Violation::rule).collect(Collectors.toSet());
    }

    private static String told(CheckResult result) {
        var text = new StringWriter();
        result.print(new PrintWriter(text));
        return text.toString();
    }
}
