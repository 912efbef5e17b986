package chat.tandem.media.image;

import java.io.IOException;

/**
 * JPEG (ITU T.81): segments, each with its length, until the one that begins the frame and holds the size. Before it
 * may stand what a camera or an editor knows of the picture, a thumbnail and color profiles: up to megabytes.
 */
final class Jpeg {
    private static final int MARKER = 0xff;
    private static final int TABLES = 0xc4;
    private static final int RESERVED = 0xc8;
    private static final int ARITHMETIC = 0xcc;

    private Jpeg() {}

    static boolean begins(ImageBytes bytes) throws IOException {
        return bytes.says(0, "\u00ff\u00d8\u00ff");
    }

    static Picture read(ImageBytes bytes) throws IOException {
        long position = 2;
        while (true) {
            position = marker(bytes, position);
            int kind = bytes.at(position);
            if (beginsFrame(kind)) {
                return new Picture(ImageType.JPEG, bytes.big16(position + 6), bytes.big16(position + 4));
            }
            position = kind == 0x01 ? position + 1 : after(bytes, position, kind);
        }
    }

    /** Where the kind of the next segment stands: markers may be filled up with more of the same byte. */
    private static long marker(ImageBytes bytes, long from) throws IOException {
        if (bytes.at(from) != MARKER) {
            throw new NoPictureException("JPEG without a segment where one should be");
        }
        long position = from + 1;
        while (bytes.at(position) == MARKER) {
            position++;
        }
        return position;
    }

    private static long after(ImageBytes bytes, long position, int kind) throws IOException {
        // Restarts, a second start, the end, the scan, a zero: none of them comes before the frame.
        boolean misplaced = (kind >= 0xd0 && kind <= 0xda) || kind == 0;
        int length = bytes.big16(position + 1);
        if (misplaced || length < 2) {
            throw new NoPictureException("JPEG without a frame");
        }
        return position + 1 + length;
    }

    private static boolean beginsFrame(int kind) {
        return kind >= 0xc0 && kind <= 0xcf && kind != TABLES && kind != RESERVED && kind != ARITHMETIC;
    }
}
