package chat.tandem.persistence;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** A test in which a time-out of PostgreSQL's own has to pass, such as that of a lock: under libfaketime it never does. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfEnvironmentVariable(
        named = "LD_PRELOAD",
        matches = ".*libfaketime.*",
        disabledReason = "under libfaketime a timer of PostgreSQL itself never ends")
public @interface NeedsPostgresTimers {}
