package chat.tandem.common.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as an operator writes them: {@code 512}, {@code 64KiB}, {@code 16MiB}, {@code 1GiB}. */
final class ByteSizes {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(KiB|MiB|GiB|)", Pattern.CASE_INSENSITIVE);
    private static final String[] UNITS = {"GiB", "MiB", "KiB"};

    private ByteSizes() {}

    /** @throws IllegalArgumentException if the text is not a size */
    static long parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 512, 64KiB, 16MiB or 1GiB");
        }
        return Long.parseLong(parts.group(1)) * bytes(parts.group(2));
    }

    private static long bytes(String unit) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equalsIgnoreCase(unit)) {
                return 1L << (30 - 10 * i);
            }
        }
        return 1;
    }

    /** The shortest form that {@link #parse} reads back. */
    static String format(long size) {
        for (String unit : UNITS) {
            if (size >= bytes(unit) && size % bytes(unit) == 0) {
                return size / bytes(unit) + unit;
            }
        }
        return String.valueOf(size);
    }
}
