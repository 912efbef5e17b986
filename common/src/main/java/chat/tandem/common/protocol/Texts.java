package chat.tandem.common.protocol;

import java.util.Base64;

/** What makes a text fit to be stored, sent and shown. */
public final class Texts {
    private Texts() {}

    /** Whether a user may have this name. */
    public static boolean isName(String text) {
        return text.codePointCount(0, text.length()) <= ProtocolLimits.NAME_CHARACTERS && !blank(text) && !broken(text);
    }

    /** Whether nothing in it can be seen: white space only, as Unicode sees it, or nothing at all. */
    static boolean blank(String text) {
        return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF');
    }

    /** Whether it holds U+0000 or half of a surrogate pair, which no store and no other program takes. */
    static boolean broken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return true;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is the one way to write that many bytes in base64, padding included. */
    static boolean base64(String text, int bytes) {
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            return decoded.length == bytes
                    && Base64.getEncoder().encodeToString(decoded).equals(text);
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /** Whether it is a UUID in its usual form of 36 characters, in either case. */
    static boolean uuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? text.charAt(i) != '-' : !hexadecimal(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hexadecimal(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
