package chat.tandem.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The errors that a test, or all of a class, may log, in process or in a process that it starts; see {@link LoggedErrorsCheck}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface LogsErrors {
    /** Parts of their lines: a word of the message, or the logger's name. */
    String[] value();
}
