package chat.tandem.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** Image files, as cameras and drawing programs make them. */
final class Photos {
    /** What the camera calls itself in the EXIF of {@link #withPlace}. */
    static final String CAMERA = "Canary Camera 3000";

    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;

    private Photos() {}

    /** A drawing of one colour. */
    static byte[] png(int width, int height, Color color) {
        return encode(painted(width, height, color, color), "png");
    }

    /**
     * A JPEG that lies on its side, red above and blue below, whose EXIF says so: shown upright it is blue on the left
     * and red on the right. The EXIF also names the camera and the place, 48° 8′ 13″ N, 11° 34′ 31″ E.
     */
    static byte[] withPlace(int width, int height) {
        var plain = encode(painted(width, height, Color.RED, Color.BLUE), "jpg");
        var exif = exif();
        return ByteBuffer.allocate(plain.length + 4 + exif.length)
                .put(plain, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (exif.length + 2))
                .put(exif)
                .put(plain, 2, plain.length - 2)
                .array();
    }

    /** A GIF of two frames, of which the first has this many bytes. */
    static byte[] movingGif(int size) {
        var file = new ByteArrayOutputStream();
        file.writeBytes("GIF89a".getBytes(ISO_8859_1));
        file.writeBytes(new byte[] {2, 0, 2, 0, (byte) 0x80, 0, 0, 0, 0, 0, 127, 127, 127});
        for (int frame = 0; frame < 2; frame++) {
            file.writeBytes(new byte[] {0x21, (byte) 0xF9, 4, 0, 10, 0, 0, 0});
            file.writeBytes(new byte[] {0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x02, 0x05});
            for (int bytes = 0; frame == 0 && bytes < size; bytes += 256) {
                file.write(255);
                file.writeBytes(new byte[255]);
            }
            file.write(0);
        }
        file.write(0x3B);
        return file.toByteArray();
    }

    private static BufferedImage painted(int width, int height, Color above, Color below) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(above);
        pen.fillRect(0, 0, width, height / 2);
        pen.setColor(below);
        pen.fillRect(0, height / 2, width, height - height / 2);
        pen.dispose();
        return image;
    }

    private static byte[] encode(BufferedImage image, String format) {
        try {
            var file = new ByteArrayOutputStream();
            ImageIO.write(image, format, file);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two directories of entries (tag, type, count, value or where it stands), counted from the "MM". */
    private static byte[] exif() {
        var camera = (CAMERA + "\0").getBytes(ISO_8859_1);
        int places = 8 + 2 + 3 * 12 + 4;
        int values = places + 2 + 4 * 12 + 4;
        var file = ByteBuffer.allocate(6 + values + 48 + camera.length)
                .put("Exif\0\0MM\0*".getBytes(ISO_8859_1))
                .putInt(8);
        file.putShort((short) 3);
        entry(file, 0x010F, ASCII, camera.length, values + 48);
        entry(file, 0x0112, SHORT, 1, 6 << 16);
        entry(file, 0x8825, LONG, 1, places);
        file.putInt(0).putShort((short) 4);
        entry(file, 1, ASCII, 2, 'N' << 24);
        entry(file, 2, RATIONAL, 3, values);
        entry(file, 3, ASCII, 2, 'E' << 24);
        entry(file, 4, RATIONAL, 3, values + 24);
        file.putInt(0);
        for (int part : new int[] {48, 8, 13, 11, 34, 31}) {
            file.putInt(part).putInt(1);
        }
        return file.put(camera).array();
    }

    private static void entry(ByteBuffer file, int tag, int type, int count, int value) {
        file.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }
}
