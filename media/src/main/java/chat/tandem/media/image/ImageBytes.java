package chat.tandem.media.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a picture that lies elsewhere. A piece around the place that is looked at is fetched at a time, larger
 * ones as it goes on, so that a few fetches reach through the longest description that a camera puts before the picture.
 * Positions that are looked at must not go far back. Not safe for threads.
 */
public final class ImageBytes {
    private static final int[] PIECES = {1 << 16, 1 << 18, 1 << 20};

    /** More than a whole picture of the largest size allowed needs. */
    private static final int MOST_FETCHES = 16;

    private final Source source;
    private final long size;
    private byte[] piece = {};
    private long from;
    private int fetches;

    /** Where bytes come from. */
    public interface Source {
        /** Returns {@code length} bytes from {@code from} on; both lie inside. */
        byte[] read(long from, int length) throws IOException;
    }

    /** @param size how many there are */
    public ImageBytes(Source source, long size) {
        this.source = source;
        this.size = size;
    }

    /** How many there are. */
    long size() {
        return size;
    }

    /** Whether there are this many bytes from a place on. */
    boolean has(long position, int length) {
        return position >= 0 && position + length <= size;
    }

    /** One byte, 0 to 255. */
    int at(long position) throws IOException {
        fetch(position, 1);
        return piece[(int) (position - from)] & 0xff;
    }

    /** A number of 2 bytes, the higher one first. */
    int big16(long position) throws IOException {
        fetch(position, 2);
        return at(position) << 8 | at(position + 1);
    }

    /** A number of 4 bytes, the highest one first. */
    long big32(long position) throws IOException {
        fetch(position, 4);
        return (long) big16(position) << 16 | big16(position + 2);
    }

    /** A number of 2 bytes, the lower one first. */
    int little16(long position) throws IOException {
        fetch(position, 2);
        return at(position) | at(position + 1) << 8;
    }

    /** A number of 3 bytes, the lowest one first. */
    int little24(long position) throws IOException {
        fetch(position, 3);
        return little16(position) | at(position + 2) << 16;
    }

    /** A number of 4 bytes, the lowest one first. */
    long little32(long position) throws IOException {
        fetch(position, 4);
        return little16(position) | (long) little16(position + 2) << 16;
    }

    /** Whether these characters (of a byte each) stand there. */
    boolean says(long position, String characters) throws IOException {
        int length = characters.length();
        if (!has(position, length)) {
            return false;
        }
        fetch(position, length);
        int start = (int) (position - from);
        return new String(piece, start, length, StandardCharsets.ISO_8859_1).equals(characters);
    }

    /** Sees to it that the piece holds these bytes. */
    private void fetch(long position, int length) throws IOException {
        if (position >= from && position + length <= from + piece.length) {
            return;
        }
        if (!has(position, length)) {
            throw new NoPictureException("cut off");
        }
        if (fetches == MOST_FETCHES) {
            throw new NoPictureException("no size within the part that is looked at");
        }
        int most = PIECES[Math.min(fetches++, PIECES.length - 1)];
        piece = source.read(position, (int) Math.min(most, size - position));
        from = position;
        if (piece.length < length) {
            throw new NoPictureException("cut off");
        }
    }
}
