package chat.tandem.common.protocol;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Something that a person would like to talk about.
 *
 * @param text as the person wrote it, without white space around it
 * @param key what it is compared by: compatibility forms (NFKC) in lower case, without ignorable characters and surrounding
 *     space. It knows no language, so a dotted and a dotless i are the same
 */
public record Interest(String text, String key) {
    /** A key is cut here, in UTF-16 units: one character in 32 can stand for 18 others. */
    private static final int KEY_UNITS = 2 * ProtocolLimits.INTEREST_UNITS;

    /**
     * Reads what a person wrote.
     *
     * @param text one line that has something to see
     */
    public static Interest of(String text) {
        return new Interest(trimmed(text), key(text));
    }

    private static String key(String text) {
        StringBuilder seen = new StringBuilder();
        nfkc(text).codePoints().filter(c -> !Characters.ignorable(c)).forEach(seen::appendCodePoint);
        String key = trimmed(nfkc(folded(seen.toString())));
        return key.length() <= KEY_UNITS ? key : key.substring(0, key.offsetByCodePoints(0, KEY_UNITS / 2));
    }

    /** Without case: there and back, since ẞ has a small letter, that has two capitals, and İ leaves its dot behind. */
    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace("i\u0307", "i");
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && space(text.charAt(start))) {
            start++;
        }
        while (start < end && space(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** White space as Unicode sees it, all of which is in the basic plane. */
    private static boolean space(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
