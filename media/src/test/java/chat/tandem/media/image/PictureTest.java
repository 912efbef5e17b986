package chat.tandem.media.image;

import static chat.tandem.media.image.Pictures.bytes;
import static chat.tandem.media.image.Pictures.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    private int fetched;

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void whatTheJdkWritesIsReadAsWhatItIs(String format) throws IOException {
        assertThat(read(Pictures.of(format, 320, 200)))
                .isEqualTo(new Picture(ImageType.of("image/" + format).orElseThrow(), 320, 200));
    }

    @Test
    void allThreeKindsOfWebPAreRead() throws IOException {
        assertThat(read(Pictures.webpLossy())).isEqualTo(new Picture(ImageType.WEBP, 1, 1));
        assertThat(read(Pictures.webpLossless())).isEqualTo(new Picture(ImageType.WEBP, 1, 1));
        assertThat(read(Pictures.webpExtended(70_000, 3))).isEqualTo(new Picture(ImageType.WEBP, 70_000, 3));
    }

    @Test
    void theSizeOfALosslessWebPIsTwiceFourteenBits() throws IOException {
        byte[] webp = Pictures.webpLossless();
        int bits = 2_047 | 1_023 << 14;
        for (int i = 0; i < 4; i++) {
            webp[21 + i] = (byte) (bits >> (8 * i));
        }
        assertThat(read(webp)).isEqualTo(new Picture(ImageType.WEBP, 2_048, 1_024));
    }

    @Test
    void aJpegBehindMegabytesOfMetadataIsStillRead() throws IOException {
        byte[] jpeg = Pictures.jpegBehind(60, Pictures.of("jpeg", 30, 20));

        assertThat(jpeg.length).isGreaterThan(3_900_000);
        assertThat(read(jpeg)).isEqualTo(new Picture(ImageType.JPEG, 30, 20));
        assertThat(fetched).isLessThan(10);
    }

    @Test
    void aJpegWhoseMarkersAreFilledUpIsRead() throws IOException {
        byte[] jpeg = Pictures.of("jpeg", 30, 20);
        byte[] filled = join(bytes("\u00ff\u00d8\u00ff\u00ff\u00ff"), Arrays.copyOfRange(jpeg, 2, jpeg.length));
        assertThat(read(filled)).isEqualTo(new Picture(ImageType.JPEG, 30, 20));
    }

    @Test
    void aGifIsAsLargeAsItsCanvasOrItsFirstFrame() throws IOException {
        byte[] canvas = Pictures.of("gif", 30, 20);
        canvas[6] = 100;
        assertThat(read(canvas)).isEqualTo(new Picture(ImageType.GIF, 100, 20));

        byte[] bomb = bytes("GIF89a\1\0\1\0\0\0\0!\u00ff\u000bNETSCAPE2.0\3\1\0\0\0"
                + ",\0\0\0\0\u00ff\u00ff\u00ff\u00ff\0\2\2D\1\0;");
        assertThat(read(bomb)).isEqualTo(new Picture(ImageType.GIF, 65_535, 65_535));
    }

    @Test
    void aLargeClaimIsReadAndNotTrusted() throws IOException {
        assertThat(read(Pictures.pngThatClaims(-1, -1)).pixels()).isEqualTo(Long.MAX_VALUE);
        assertThat(read(Pictures.pngThatClaims(50_000, 50_000)).pixels()).isEqualTo(2_500_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GIF",
                "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
                "<!DOCTYPE html><script>alert(1)</script>",
                "\u0089PNG\r\n\u001a\n",
                "\u0089PNG\r\n\u001a\n\0\0\0\rIDAT\0\0\0\1\0\0\0\1\b\2\0\0\0",
                "\u0089PNG\r\n\u001a\n\0\0\0\u00ffIHDR\0\0\0\1\0\0\0\1\b\2\0\0\0",
                "\u00ff\u00d8\u00ff",
                "\u00ff\u00d8\u00ff\u00d9\0\0\0\0\0",
                "\u00ff\u00d8\u00ff\u00e0\0\1aaaaaaaaaaaaaaaaaaaa",
                "\u00ff\u00d8\u00ff\u00e0\0\4aaxxxx",
                "GIF89a\1\0\1\0\0\0\0;",
                "GIF89a\1\0\1\0\0\0\0!\u00fe\5ab",
                "RIFF\0\0\0\0WEBPABCD\0\0\0\0\0\0\0\0",
                "RIFF\u00ff\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\0\0\0\0\0\0",
                "RIFF\u0012\0\0\0WEBPVP8 \6\0\0\0\1\0\0\0\0\0",
                "RIFF\u0012\0\0\0WEBPVP8L\6\0\0\0\1\0\0\0\0\0",
                "BM\1\0\0\0\0\0\0\0"
            })
    void whatIsNoPictureIsRefused(String characters) {
        assertThatThrownBy(() -> read(bytes(characters))).isInstanceOf(NoPictureException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void wherePicturesAreCutOffTheyAreRefusedOrOfTheirSize(String format) {
        byte[] whole = Pictures.of(format, 32, 32);
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            try {
                assertThat(read(Arrays.copyOf(whole, length)).pixels()).isEqualTo(1_024);
            } catch (NoPictureException | IOException cutOff) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(23);
    }

    @Test
    void noGarbageBringsAnythingButARefusal() {
        Random random = new Random(7);
        byte[][] seeds = {Pictures.png(9, 9), Pictures.of("jpeg", 9, 9), Pictures.of("gif", 9, 9), Pictures.webpLossy()
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = seeds[i % seeds.length].clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(read(bytes).pixels()).isNotNegative();
            } catch (NoPictureException | IOException refused) {
                assertThat(refused).isInstanceOf(NoPictureException.class);
            }
        }
    }

    @Test
    void aJpegOfNothingButMetadataIsGivenUp() {
        assertThatThrownBy(() -> read(Pictures.jpegBehind(150, bytes("\u00ff\u00d8"))))
                .isInstanceOf(NoPictureException.class);
        assertThat(fetched).isLessThanOrEqualTo(16);
    }

    private Picture read(byte[] bytes) throws IOException {
        fetched = 0;
        return Picture.read(new ImageBytes(
                (from, length) -> {
                    fetched++;
                    return Arrays.copyOfRange(bytes, (int) from, (int) from + length);
                },
                bytes.length));
    }
}
