package chat.tandem.standalone;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Where the log goes: to a file in the data folder, so that the terminal shows only what matters. */
final class Logs {

    private Logs() {}

    /** From now on to this file; warnings to standard error as well. */
    static void into(Path file) throws JoranException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("FILE", file.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(settings());
    }

    private static URL settings() {
        return Objects.requireNonNull(Logs.class.getResource("logback-standalone.xml"), "logback-standalone.xml");
    }
}
