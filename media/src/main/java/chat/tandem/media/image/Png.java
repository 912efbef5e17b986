package chat.tandem.media.image;

import java.io.IOException;

/** PNG (W3C): a signature, then the chunk IHDR with the size. */
final class Png {
    private static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
    private static final int HEADER = 8;
    private static final int HEADER_LENGTH = 13;

    private Png() {}

    static boolean begins(ImageBytes bytes) throws IOException {
        return bytes.says(0, SIGNATURE);
    }

    static Picture read(ImageBytes bytes) throws IOException {
        if (!bytes.says(HEADER + 4, "IHDR") || bytes.big32(HEADER) != HEADER_LENGTH) {
            throw new NoPictureException("PNG without a header");
        }
        return new Picture(ImageType.PNG, bytes.big32(HEADER + 8), bytes.big32(HEADER + 12));
    }
}
