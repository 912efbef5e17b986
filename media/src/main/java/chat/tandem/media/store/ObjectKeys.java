package chat.tandem.media.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The names of objects. What a client brings lies under {@code staging/}; what is served lies beside it under a name that
 * nobody can guess, and that begins with the day on which it was made, so that a sweep finds it.
 */
public final class ObjectKeys {
    /** With what the keys of brought bytes begin. */
    public static final String STAGING = "staging/";

    private static final Pattern SERVED = Pattern.compile("\\d{8}-[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 16;

    private ObjectKeys() {}

    /** Where the bytes of an upload are brought. */
    public static String staging(String upload) {
        return STAGING + upload;
    }

    /** A new key for something to be served. */
    public static String served(Instant now) {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return servedOn(LocalDate.ofInstant(now, ZoneOffset.UTC))
                + HexFormat.of().formatHex(bytes);
    }

    /** With what the keys of a day (UTC) begin. */
    public static String servedOn(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE) + "-";
    }

    /** Whether a key is of the form that is served. */
    public static boolean isServed(String key) {
        return SERVED.matcher(key).matches();
    }
}
