package chat.tandem.media.image;

import java.io.IOException;

/** WebP (RFC 9649): a RIFF container whose first chunk is lossy (VP8), lossless (VP8L) or extended (VP8X). */
final class WebP {
    private static final int CHUNK = 12;
    private static final int CONTENT = 20;
    private static final int LOSSLESS_SIGNATURE = 0x2f;
    private static final int FOURTEEN_BITS = 0x3fff;

    private WebP() {}

    static boolean begins(ImageBytes bytes) throws IOException {
        return bytes.says(0, "RIFF") && bytes.says(8, "WEBP");
    }

    static Picture read(ImageBytes bytes) throws IOException {
        if (bytes.little32(4) + 8 > bytes.size()) {
            throw new NoPictureException("cut off");
        }
        if (bytes.says(CHUNK, "VP8X")) {
            return new Picture(ImageType.WEBP, bytes.little24(CONTENT + 4) + 1L, bytes.little24(CONTENT + 7) + 1L);
        }
        if (bytes.says(CHUNK, "VP8L")) {
            return lossless(bytes);
        }
        if (bytes.says(CHUNK, "VP8 ")) {
            return lossy(bytes);
        }
        throw new NoPictureException("WebP of an unknown kind");
    }

    private static Picture lossless(ImageBytes bytes) throws IOException {
        if (bytes.at(CONTENT) != LOSSLESS_SIGNATURE) {
            throw new NoPictureException("WebP without its lossless signature");
        }
        long bits = bytes.little32(CONTENT + 1);
        return new Picture(ImageType.WEBP, (bits & FOURTEEN_BITS) + 1, (bits >> 14 & FOURTEEN_BITS) + 1);
    }

    /** A key frame: 3 bytes, a start code, then the sizes with the scaling in their two highest bits. */
    private static Picture lossy(ImageBytes bytes) throws IOException {
        boolean isKeyFrame = (bytes.at(CONTENT) & 1) == 0;
        if (!isKeyFrame || !bytes.says(CONTENT + 3, "\u009d\u0001*")) {
            throw new NoPictureException("WebP without a key frame");
        }
        return new Picture(
                ImageType.WEBP,
                bytes.little16(CONTENT + 6) & FOURTEEN_BITS,
                bytes.little16(CONTENT + 8) & FOURTEEN_BITS);
    }
}
