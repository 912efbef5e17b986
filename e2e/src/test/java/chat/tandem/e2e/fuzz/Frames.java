package chat.tandem.e2e.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Frames of WebSockets, sound and otherwise. */
final class Frames {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private final Random random;
    private final Mutation mutation;

    Frames(Random random) {
        this.random = random;
        this.mutation = new Mutation(random);
    }

    /** A text as one sound frame. */
    static byte[] text(String text) {
        return frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Mostly one sound frame of this text; else in pieces, as something else, cut short, or with a head that is wrong. */
    byte[] around(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(16)) {
            case 0 -> frame(FINAL | BINARY, payload);
            case 1 -> frame(FINAL | TEXT, mutation.noise(200));
            case 2 ->
                frame(FINAL | random.nextInt(16), mutation.noise(140)); // A control frame, or what is not defined.
            case 3 -> broken(frame(FINAL | TEXT, payload));
            case 4, 5 -> pieces(payload);
            default -> frame(FINAL | TEXT, payload);
        };
    }

    private byte[] broken(byte[] frame) {
        int at = random.nextInt(Math.min(14, frame.length));
        frame[at] = (byte) random.nextInt(256);
        return random.nextInt(4) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
    }

    private byte[] pieces(byte[] payload) {
        int cut = random.nextInt(payload.length + 1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame(TEXT, Arrays.copyOf(payload, cut)));
        if (random.nextInt(4) == 0) {
            all.writeBytes(frame(FINAL | random.nextInt(16), mutation.noise(20)));
        }
        all.writeBytes(frame(random.nextInt(8) == 0 ? 0 : FINAL, Arrays.copyOfRange(payload, cut, payload.length)));
        return all.toByteArray();
    }

    /** With a mask of zeros, which masks nothing. */
    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(MASKED | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(MASKED | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(MASKED | 127);
            frame.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(payload.length >> shift);
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Opens a WebSocket; answers what the server said. */
    static String open(Wire wire, String path) throws IOException {
        wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        return wire.answer();
    }
}
