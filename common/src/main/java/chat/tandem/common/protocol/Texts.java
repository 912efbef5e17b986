package chat.tandem.common.protocol;

import java.util.Base64;

/** What makes a text fit to be stored, sent and shown. */
public final class Texts {
    private Texts() {}

    /** Whether a user may have this name. */
    public static boolean isName(String text) {
        return text.codePointCount(0, text.length()) <= ProtocolLimits.NAME_CHARACTERS
                && visible(text)
                && line(text)
                && whole(text);
    }

    /** Whether there is something to see in it. */
    static boolean visible(String text) {
        return !text.codePoints().allMatch(Characters::invisible);
    }

    /** Whether it is one line that leaves the direction of what stands around it alone. */
    static boolean line(String text) {
        return text.chars().noneMatch(c -> Characters.breaksLine(c) || Characters.turns(c));
    }

    /** Whether no control character is in it but line feed, carriage return and tab. */
    static boolean printable(String text) {
        return text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }

    /** Whether no half of a surrogate pair is in it, which no store and no other program takes. */
    static boolean whole(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
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
