package chat.tandem.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "caf\u00e9|cafe\u0301",
                "\u00a0chess\u2003|chess",
                "ｃｈｅｓｓ|chess",
                "CHESS|chess",
                "İzmir|izmir",
                "Izmir|ızmir",
                "Straße|STRASSE",
                "ΟΔΟΣ|οδος",
                "ﬁlms|films",
                "ｶﾞﾝﾀﾞﾑ|ガンダム",
                "㍿|株式会社",
                "chess\u200b|chess",
                "❤️|❤",
                "Ⅳ|iv",
                "ᏣᎳᎩ|ꮳꮃꭹ"
            })
    void whatIsTheSameInterestHasOneKey(String one, String other) {
        assertThat(Interest.of(one).key()).isEqualTo(Interest.of(other).key());
    }

    @ParameterizedTest
    @CsvSource({"cafe,caf\u00e9", "go,c", "か,が", "и,й", "hip hop,hiphop"})
    void whatIsAnotherInterestHasAnotherKey(String one, String other) {
        assertThat(Interest.of(one).key()).isNotEqualTo(Interest.of(other).key());
    }

    @ParameterizedTest
    @ValueSource(strings = {" Café ", "\u00a0Café\u3000", "\u2003Café"})
    void theTextIsThePersonsOwnWithoutTheSpaceAround(String text) {
        assertThat(Interest.of(text).text()).isEqualTo("Café");
    }

    @Test
    void everyCharacterThatCanBeSeenHasAKeyThatIsItsOwnKeyToo() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .mapToObj(Character::toString)
                .filter(Texts::isName)
                .forEach(text -> {
                    String key = Interest.of(text).key();
                    if (key.isBlank() || !Interest.of(key).key().equals(key)) {
                        throw new AssertionError(Integer.toHexString(text.codePointAt(0)) + " became "
                                + key.chars().mapToObj(Integer::toHexString).toList());
                    }
                });
    }

    @Test
    void aKeyIsBoundedHoweverMuchACharacterStandsFor() {
        assertThat("\ufdfa".repeat(32)).hasSize(ProtocolLimits.INTEREST_UNITS);
        assertThat(Interest.of("\ufdfa".repeat(32)).key()).hasSizeLessThanOrEqualTo(2 * ProtocolLimits.INTEREST_UNITS);
        assertThat(Texts.whole(Interest.of("\ud835\udd38" + "\ufdfa".repeat(30)).key()))
                .isTrue();
    }
}
