package chat.tandem.media.image;

import java.io.IOException;

/**
 * GIF (89a and 87a). Its size is that of the canvas; but as viewers enlarge the canvas where the first frame is larger,
 * that is looked at too, behind the color table and any extensions.
 */
final class Gif {
    private static final int SCREEN = 6;
    private static final int FIRST_BLOCK = 13;
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2c;

    private Gif() {}

    static boolean begins(ImageBytes bytes) throws IOException {
        return bytes.says(0, "GIF89a") || bytes.says(0, "GIF87a");
    }

    static Picture read(ImageBytes bytes) throws IOException {
        long width = bytes.little16(SCREEN);
        long height = bytes.little16(SCREEN + 2);
        long frame = firstFrame(bytes);
        long right = bytes.little16(frame + 1) + (long) bytes.little16(frame + 5);
        long bottom = bytes.little16(frame + 3) + (long) bytes.little16(frame + 7);
        return new Picture(ImageType.GIF, Math.max(width, right), Math.max(height, bottom));
    }

    private static long firstFrame(ImageBytes bytes) throws IOException {
        int flags = bytes.at(SCREEN + 4);
        boolean hasColors = (flags & 0x80) != 0;
        long position = FIRST_BLOCK + (hasColors ? 3L << ((flags & 7) + 1) : 0);
        while (bytes.at(position) == EXTENSION) {
            position = afterSubBlocks(bytes, position + 2);
        }
        if (bytes.at(position) != FRAME) {
            throw new NoPictureException("GIF without a frame");
        }
        return position;
    }

    private static long afterSubBlocks(ImageBytes bytes, long first) throws IOException {
        long position = first;
        while (bytes.at(position) != 0) {
            position += 1 + bytes.at(position);
        }
        return position + 1;
    }
}
