package chat.tandem.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static final Set<Integer> TURNING =
            Set.of(0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069);

    private static IntStream codePoints() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00a0\u2003\u3000",
                "\u2028",
                "\u200b",
                "\u2060",
                "\u00ad",
                "\u180e",
                "\u2800",
                "\u3164",
                "\u115f\u1160",
                "\uffa0",
                "\u202e",
                "\ufeff",
                "\ufe0f",
                "\u034f",
                "\udb40\udc41",
                "\ud80d\udc41",
                "\u200d \u200b\u2800\n"
            })
    void whatOnlyHoldsWhatCannotBeSeenHasNothingToSee(String text) {
        assertThat(Texts.visible(text)).isFalse();
        assertThat(Texts.isName(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                ".",
                "\u0301",
                "👩‍💻",
                "❤️",
                "1️⃣",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                "🇺🇦",
                "👋🏽",
                "می‌خواهم",
                "שָׁלוֹם",
                "שם\u200f!",
                "క్‌ష",
                "한글",
                "e\u0301",
                "\u00ad-",
                "𝔸𝕕𝕒"
            })
    void everyScriptAndEverySequenceOfEmojiIsANameAndABody(String text) {
        assertThat(Texts.isName(text)).isTrue();
        assertThat(Texts.printable(text) && Texts.visible(text) && Texts.whole(text))
                .isTrue();
    }

    @Test
    void noLetterOrDigitIsInvisibleButTheFillers() {
        assertThat(codePoints()
                        .filter(Character::isLetterOrDigit)
                        .filter(c -> !Texts.visible(Character.toString(c)))
                        .mapToObj(Integer::toHexString))
                .containsExactly("115f", "1160", "3164", "ffa0", "13441", "13442");
    }

    @Test
    void everyWhiteSpaceAndFormatCharacterIsInvisible() {
        assertThat(codePoints()
                        .filter(c -> Character.isSpaceChar(c)
                                || Character.isWhitespace(c)
                                || Character.getType(c) == Character.FORMAT)
                        .filter(c -> Texts.visible(Character.toString(c))))
                .isEmpty();
    }

    @Test
    void anIgnorableCharacterIsAFormatCharacterAMarkAFillerOrNotAssigned() {
        assertThat(codePoints()
                        .filter(Characters::ignorable)
                        .mapToObj(Character::getType)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        (int) Character.FORMAT, (int) Character.NON_SPACING_MARK, (int) Character.OTHER_LETTER, (int)
                                Character.UNASSIGNED);
        assertThat(codePoints().filter(Characters::ignorable).count()).isEqualTo(4174);
    }

    @Test
    void ofAllCharactersANameRefusesThoseThatBreakOrTurnTheLineAndHalvesOfPairs() {
        codePoints().forEach(c -> {
            boolean bad = Character.getType(c) == Character.CONTROL
                    || c == 0x2028
                    || c == 0x2029
                    || TURNING.contains(c)
                    || Character.getType(c) == Character.SURROGATE;
            if (Texts.isName("a" + Character.toString(c) + "b") == bad) {
                throw new AssertionError(Integer.toHexString(c));
            }
        });
    }

    @Test
    void ofAllCharactersABodyRefusesControlsButThreeAndHalvesOfPairs() {
        codePoints().forEach(c -> {
            String text = "a" + Character.toString(c) + "b";
            boolean bad = (Character.getType(c) == Character.CONTROL && c != '\n' && c != '\r' && c != '\t')
                    || Character.getType(c) == Character.SURROGATE;
            if ((Texts.printable(text) && Texts.whole(text)) == bad) {
                throw new AssertionError(Integer.toHexString(c));
            }
        });
    }
}
