package chat.tandem.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.AppenderBase;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The appender that takes note of errors logged in this process; exceptions that end a thread are noted beside it. */
final class ErrorAppender extends AppenderBase<ILoggingEvent> {
    private static final String NAME = "errors of tests";

    private ErrorAppender() {
        setName(NAME);
    }

    /** Attaches it where it is not, and from then on after each reconfiguration of the log. */
    static synchronized void attach() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(NAME) == null) {
            attachTo(context);
            context.addListener(new Again());
        }
        UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        if (!(before instanceof Uncaught)) {
            Thread.setDefaultUncaughtExceptionHandler(new Uncaught(before));
        }
    }

    private static void attachTo(LoggerContext context) {
        ErrorAppender appender = new ErrorAppender();
        appender.setContext(context);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR) && !isAssertionOfRedisClient(event)) {
            String fault = event.getThrowableProxy() == null
                    ? ""
                    : " " + event.getThrowableProxy().getClassName() + " "
                            + event.getThrowableProxy().getMessage();
            LoggedErrors.note(event.getLoggerName() + " - " + event.getFormattedMessage() + fault);
        }
    }

    /** Tests run with assertions, services do not; this client has one that fails when a connection closes early. */
    private static boolean isAssertionOfRedisClient(ILoggingEvent event) {
        IThrowableProxy fault = event.getThrowableProxy();
        return fault != null
                && fault.getClassName().equals("java.lang.AssertionError")
                && fault.getStackTraceElementProxyArray()[0]
                        .getStackTraceElement()
                        .getClassName()
                        .startsWith("io.vertx.redis.");
    }

    private static final class Again implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            attachTo(context);
        }

        @Override
        public void onStart(LoggerContext context) {}

        @Override
        public void onStop(LoggerContext context) {}

        @Override
        public void onLevelChange(Logger logger, Level level) {}
    }

    private record Uncaught(@Nullable UncaughtExceptionHandler before) implements UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable fault) {
            LoggedErrors.note("uncaught in " + thread.getName() + ": " + fault);
            if (before == null) {
                fault.printStackTrace();
            } else {
                before.uncaughtException(thread, fault);
            }
        }
    }
}
