package chat.tandem.common.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Where the log of this process goes, once its settings are known. */
public final class Logs {
    /** Who sets this system property has a configuration of their own, and keeps it. */
    private static final String OWN = "logback.configurationFile";

    private Logs() {}

    /** From now on by these settings, to standard error. */
    public static void begin(LogSettings settings) {
        begin(settings, Objects.requireNonNull(Logs.class.getResource("/logback.xml"), "logback.xml"), Map.of());
    }

    /**
     * From now on by these settings and a configuration of logback's.
     *
     * @param more properties of the configuration, beside {@code LEVEL}, {@code LIBRARIES} and {@code FORMAT}
     */
    public static void begin(LogSettings settings, URL configuration, Map<String, String> more) {
        if (System.getProperty(OWN) == null) {
            configure((LoggerContext) LoggerFactory.getILoggerFactory(), settings, configuration, more);
        }
    }

    static void configure(LoggerContext context, LogSettings settings, URL configuration, Map<String, String> more) {
        context.reset();
        context.putProperty("LEVEL", settings.level().name());
        context.putProperty("LIBRARIES", settings.librariesLevel().name());
        context.putProperty("FORMAT", settings.format().name());
        more.forEach(context::putProperty);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException fault) {
            throw new IllegalStateException(configuration + " cannot be used", fault);
        }
    }
}
