package chat.tandem.common.config;

import java.util.Locale;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token bucket: so many permits come back per second, and at most {@code burst} wait in it.
 *
 * @param permitsPerSecond above 0; infinite where there is no limit
 * @param burst at least 1: what may be taken at once from a full bucket
 */
public record RateLimit(double permitsPerSecond, int burst) {

    /** No limit at all. */
    public static final RateLimit OFF = new RateLimit(Double.POSITIVE_INFINITY, Integer.MAX_VALUE);

    private static final Pattern FORM = form("\\d{1,9}");
    private static final Pattern BYTES_FORM = form("\\d{1,9}(?:\\s*[kmg]ib)?");

    public RateLimit {
        if (!(permitsPerSecond > 0) || burst < 1) {
            throw new IllegalArgumentException("a rate limit needs a rate above 0 and a burst of at least 1");
        }
    }

    /**
     * Reads {@code 10/s burst 60}, {@code 20/h} (a burst of 20) or {@code off}; the units are s, m, h and d.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static RateLimit parse(String text) {
        return parse(text, FORM, "10/s burst 60, 20/h");
    }

    /**
     * Reads a limit on bytes: {@code 64KiB/s burst 512KiB}, {@code 1MiB/h} (a burst of 1 MiB) or {@code off}. Each permit is a byte.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static RateLimit parseBytes(String text) {
        return parse(text, BYTES_FORM, "64KiB/s burst 512KiB");
    }

    private static RateLimit parse(String text, Pattern form, String example) {
        String rate = text.strip().toLowerCase(Locale.ROOT);
        if (rate.equals("off")) {
            return OFF;
        }
        Matcher parts = form.matcher(rate);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a rate such as " + example + " or off");
        }
        long count = ByteSizes.parse(parts.group(1));
        long burst = parts.group(3) == null ? count : ByteSizes.parse(parts.group(3));
        if (count < 1 || burst < 1) {
            throw new IllegalArgumentException("'" + text + "' must allow something: use off for no limit");
        }
        if (burst > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("'" + text + "' has a burst above 2,147,483,647");
        }
        return new RateLimit(count / seconds(parts.group(2)), (int) burst);
    }

    private static Pattern form(String amount) {
        return Pattern.compile("(" + amount + ")\\s*/\\s*([smhd])(?:\\s+burst\\s+(" + amount + "))?");
    }

    private static double seconds(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
    }

    /** Whether nothing is limited. */
    public boolean isOff() {
        return Double.isInfinite(permitsPerSecond);
    }

    /** Milliseconds in which one permit comes back; 0 where nothing is limited. */
    public double intervalMillis() {
        return isOff() ? 0 : 1000 / permitsPerSecond;
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return format(String::valueOf);
    }

    /** The form that {@link #parseBytes} reads. */
    public String toByteString() {
        return format(ByteSizes::format);
    }

    private String format(LongFunction<String> amount) {
        if (isOff()) {
            return "off";
        }
        for (String unit : new String[] {"s", "m", "h"}) {
            double count = permitsPerSecond * seconds(unit);
            if (Math.abs(count - Math.rint(count)) < 1e-6 && count > 0.5) {
                return format((long) Math.rint(count), unit, amount);
            }
        }
        return format((long) Math.rint(permitsPerSecond * seconds("d")), "d", amount);
    }

    private String format(long count, String unit, LongFunction<String> amount) {
        return amount.apply(count) + "/" + unit + (count == burst ? "" : " burst " + amount.apply(burst));
    }
}
