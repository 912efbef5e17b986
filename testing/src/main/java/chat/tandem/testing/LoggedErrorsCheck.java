package chat.tandem.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The check that no service logged an error that its test did not name by {@link LogsErrors}. It stands before and after
 * every test of a module that has this one on its class path. An error fails the test after which it is seen first.
 */
public final class LoggedErrorsCheck
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, Extension {
    private static final Namespace NAMESPACE = Namespace.create(LoggedErrorsCheck.class);

    /** Used by JUnit, which finds this class among the services. */
    public LoggedErrorsCheck() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        ErrorAppender.attach();
        checkAtTheEnd(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        checkAtTheEnd(context);
    }

    /** When everything of the test or class is closed. */
    private static void checkAtTheEnd(ExtensionContext context) {
        AutoCloseable check = () -> check(context);
        context.getStore(NAMESPACE).put("check", check);
    }

    /** Temporary folders go before the check. */
    @Override
    public void afterEach(ExtensionContext context) {
        LoggedErrors.readFiles();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LoggedErrors.readFiles();
    }

    private static void check(ExtensionContext context) {
        List<String> unnamed = LoggedErrors.takeUnnamed(named(context));
        if (!unnamed.isEmpty()) {
            throw new AssertionError("logged without being named by @LogsErrors:\n" + String.join("\n", unnamed));
        }
    }

    private static List<String> named(ExtensionContext context) {
        List<String> named = new ArrayList<>();
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            at.get()
                    .getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, LogsErrors.class))
                    .ifPresent(annotation -> named.addAll(List.of(annotation.value())));
        }
        return named;
    }
}
