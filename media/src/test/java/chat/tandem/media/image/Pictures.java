package chat.tandem.media.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures for tests: real ones of the JDK's own writers, and heads made by hand. */
public final class Pictures {
    /** One red pixel, lossy. */
    private static final String WEBP_LOSSY = "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=";
    /** One pixel, lossless. */
    private static final String WEBP_LOSSLESS = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

    private Pictures() {}

    /** Format is one that ImageIO writes: png, jpeg or gif. */
    public static byte[] of(String format, int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A PNG. */
    public static byte[] png(int width, int height) {
        return of("png", width, height);
    }

    static byte[] webpLossy() {
        return Base64.getDecoder().decode(WEBP_LOSSY);
    }

    static byte[] webpLossless() {
        return Base64.getDecoder().decode(WEBP_LOSSLESS);
    }

    /** The head of an extended WebP, an animation say. */
    static byte[] webpExtended(int width, int height) {
        byte[] head = bytes("RIFF\u0016\0\0\0WEBPVP8X\n\0\0\0\u0002\0\0\0");
        int w = width - 1;
        int h = height - 1;
        return join(
                head,
                new byte[] {(byte) w, (byte) (w >> 8), (byte) (w >> 16), (byte) h, (byte) (h >> 8), (byte) (h >> 16)});
    }

    /** A PNG of few bytes whose header promises this many pixels. */
    public static byte[] pngThatClaims(int width, int height) {
        byte[] png = png(1, 1);
        big(png, 16, width);
        big(png, 20, height);
        return png;
    }

    private static void big(byte[] bytes, int at, int number) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (number >> (24 - 8 * i));
        }
    }

    /** A JPEG with so many segments of the largest size between its beginning and its frame. */
    public static byte[] jpegBehind(int segments, byte[] jpeg) {
        byte[] segment = new byte[2 + 65_535];
        segment[0] = (byte) 0xff;
        segment[1] = (byte) 0xe1;
        segment[2] = (byte) 0xff;
        segment[3] = (byte) 0xff;
        byte[] all = Arrays.copyOf(jpeg, 2);
        for (int i = 0; i < segments; i++) {
            all = join(all, segment);
        }
        return join(all, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    /** Characters of a byte each. */
    static byte[] bytes(String characters) {
        return characters.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
