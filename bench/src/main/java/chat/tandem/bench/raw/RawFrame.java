package chat.tandem.bench.raw;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames of the WebSocket protocol as a client writes them, with a mask of zeros, which masks nothing. */
public final class RawFrame {
    /** First byte of a text frame that is not the last of its message. */
    public static final int TEXT = 0x01;

    /** First byte of a binary frame that is not the last of its message. */
    public static final int BINARY = 0x02;

    /** First byte of a continuation that is not the last. */
    public static final int CONTINUATION = 0x00;

    /** The bit of the first byte that says: this ends the message. */
    public static final int FINAL = 0x80;

    /** First byte of a ping. */
    public static final int PING = 0x89;

    private static final int MASKED = 0x80;

    private RawFrame() {}

    /** A text as one frame. */
    public static byte[] text(String text) {
        return of(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Any frame.
     *
     * @param first its first byte
     */
    public static byte[] of(int first, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        writeHead(frame, first, payload.length);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /**
     * The head of a frame without its payload.
     *
     * @param length what the head announces, in bytes
     */
    public static byte[] head(int first, long length) {
        var head = new ByteArrayOutputStream();
        writeHead(head, first, length);
        return head.toByteArray();
    }

    private static void writeHead(ByteArrayOutputStream frame, int first, long length) {
        frame.write(first);
        if (length < 126) {
            frame.write(MASKED | (int) length);
        } else if (length < 65_536) {
            frame.write(MASKED | 126);
            frame.write((int) (length >> 8));
            frame.write((int) length);
        } else {
            frame.write(MASKED | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) (length >> shift));
            }
        }
        frame.writeBytes(new byte[4]);
    }

    /** The same bytes as often as said, for one write. */
    public static byte[] repeat(byte[] frame, int times) {
        var all = new ByteArrayOutputStream(frame.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }
}
