package chat.tandem.common.protocol;

/** The sets of Unicode characters that the rules for text speak of. */
final class Characters {
    /**
     * Default_Ignorable_Code_Point of Unicode 17.0 (DerivedCoreProperties.txt), which the JDK does not know: the first and
     * the last of each range, in order.
     */
    private static final int[] IGNORABLE = {
        0xAD, 0xAD, 0x34F, 0x34F, 0x61C, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F, 0x202A,
        0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8, 0x1BCA0,
        0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF
    };

    private Characters() {}

    /** Whether nothing is drawn for it: white space, format characters, ignorable ones and fillers. */
    static boolean invisible(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT
                || ignorable(c)
                || filler(c);
    }

    /** Whether it changes how others look, at most, and two texts that differ in it alone look alike. */
    static boolean ignorable(int c) {
        if (c < IGNORABLE[0]) {
            return false;
        }
        for (int i = 0; i < IGNORABLE.length && c >= IGNORABLE[i]; i += 2) {
            if (c <= IGNORABLE[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Symbols and letters whose shape is a blank: of Braille, hieroglyphs, Khitan and music. No property names them. */
    private static boolean filler(int c) {
        return switch (c) {
            case 0x2800, 0x13441, 0x13442, 0x16FE4, 0x1D159 -> true;
            default -> false;
        };
    }

    /** Whether it ends a line: a control character, or Unicode's own separators of lines and paragraphs. */
    static boolean breaksLine(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }

    /**
     * Whether it turns the direction of what follows it, as far as to the end of its paragraph: embeddings, overrides and
     * isolates (UAX 9). The marks U+200E, U+200F and U+061C do not: they act as a letter of their direction does.
     */
    static boolean turns(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
