package chat.tandem.media.image;

import java.io.IOException;

/**
 * What the first bytes of a picture say. Only what is needed to trust it is read; whether the rest of it can be
 * painted is the viewer's to find out.
 *
 * @param type what it is, by its bytes and by nothing else
 * @param width of what a viewer makes room for, in pixels
 * @param height likewise
 */
public record Picture(ImageType type, long width, long height) {

    /**
     * Reads the head of a picture.
     *
     * @throws NoPictureException when it is none that is allowed, or is cut off or broken before its size is known
     * @throws IOException when the bytes are not to be had
     */
    public static Picture read(ImageBytes bytes) throws IOException {
        if (Png.begins(bytes)) {
            return Png.read(bytes);
        }
        if (Jpeg.begins(bytes)) {
            return Jpeg.read(bytes);
        }
        if (Gif.begins(bytes)) {
            return Gif.read(bytes);
        }
        if (WebP.begins(bytes)) {
            return WebP.read(bytes);
        }
        throw new NoPictureException("no picture of an allowed kind");
    }

    /** As many pixels as a viewer makes room for, or the largest number there is where a header claims even more. */
    public long pixels() {
        return Math.multiplyHigh(width, height) == 0 && width * height >= 0 ? width * height : Long.MAX_VALUE;
    }
}
