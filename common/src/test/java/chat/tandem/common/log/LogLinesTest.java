package chat.tandem.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What the configuration of the services makes of a line. */
class LogLinesTest {
    private static RuntimeException quoting() {
        RuntimeException quoting = new IllegalStateException(
                "outer: hello stranger", new RuntimeException("ERR unknown command 'hello stranger'"));
        quoting.addSuppressed(new RuntimeException("hello stranger"));
        return quoting;
    }

    private static LogSettings settings(String level, String format) {
        return LogSettings.read(SettingsReader.of(Map.of("TANDEM_LOG_LEVEL", level, "TANDEM_LOG_FORMAT", format)));
    }

    /** The lines that are printed while a logger of ours, or of a library, is used. */
    private static List<String> printed(LogSettings settings, String name, Consumer<Logger> use) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try {
            Logs.configure(context, settings, Objects.requireNonNull(Logs.class.getResource("/logback.xml")), Map.of());
            use.accept(context.getLogger(name));
        } finally {
            context.stop();
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aLineOfTextCarriesItsIds() {
        List<String> lines = printed(settings("info", "text"), "chat.tandem.Some", log -> {
            log.info("plain");
            log.atWarn()
                    .addKeyValue("gateway", "g1")
                    .addKeyValue("shard", "{0}")
                    .log("lost {}", "it");
        });
        assertThat(lines.getFirst()).endsWith("INFO  Some - plain");
        assertThat(lines.getLast()).endsWith("WARN  Some - lost it gateway=g1 shard={0}");
    }

    @Test
    void aLineOfJsonIsAnObjectThatHoldsTheSame() {
        List<String> lines = printed(
                settings("info", "json"),
                "chat.tandem.Some",
                log -> log.atWarn().addKeyValue("gateway", "g\"1").log("lost {}\n", "it"));
        JsonObject line = new JsonObject(lines.getFirst());
        assertThat(lines).hasSize(1);
        assertThat(line.getLong("timestamp")).isPositive();
        assertThat(line.getMap())
                .containsEntry("level", "WARN")
                .containsEntry("loggerName", "chat.tandem.Some")
                .containsEntry("message", "lost it\n")
                .containsEntry("gateway", "g\"1")
                .containsKey("threadName")
                .hasSize(6);
    }

    @Test
    void neitherFormatQuotesWhatALibrarySaysOfAFault() {
        for (String format : List.of("text", "json")) {
            List<String> lines =
                    printed(settings("info", format), "chat.tandem.Some", log -> log.error("it failed", quoting()));
            assertThat(lines.toString())
                    .contains("it failed", "IllegalStateException", "caused by", "LogLinesTest")
                    .doesNotContain("hello stranger");
        }
    }

    @Test
    void librariesSayNoMoreWhenWeSayMore() {
        assertThat(printed(settings("trace", "text"), "chat.tandem.Some", log -> log.trace("here")))
                .hasSize(1);
        assertThat(printed(settings("trace", "text"), "io.vertx.Some", log -> log.debug("a request")))
                .isEmpty();
        assertThat(printed(settings("error", "text"), "io.vertx.Some", log -> log.warn("busy")))
                .isEmpty();
        assertThat(printed(settings("info", "text"), "io.vertx.Some", log -> log.info("busy")))
                .hasSize(1);
    }

    @Test
    void whatCannotBeUsedIsRefusedByItsKey() {
        assertThat(settings("Debug", "JSON")).isEqualTo(new LogSettings(Level.DEBUG, LogFormat.JSON));
        assertThatThrownBy(() -> settings("loud", "text"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("TANDEM_LOG_LEVEL");
        assertThatThrownBy(() -> settings("info", "xml"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("TANDEM_LOG_FORMAT");
    }
}
