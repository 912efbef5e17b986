package chat.tandem.bench.fuzz;

import static chat.tandem.bench.raw.RawFrame.BINARY;
import static chat.tandem.bench.raw.RawFrame.FINAL;
import static chat.tandem.bench.raw.RawFrame.TEXT;

import chat.tandem.bench.raw.RawFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Frames of WebSockets, sound and otherwise. */
final class Frames {

    private final Random random;
    private final Mutation mutation;

    Frames(Random random) {
        this.random = random;
        this.mutation = new Mutation(random);
    }

    /** Mostly one sound frame of this text; else in pieces, as something else, cut short, or with a head that is wrong. */
    byte[] around(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(16)) {
            case 0 -> RawFrame.of(FINAL | BINARY, payload);
            case 1 -> RawFrame.of(FINAL | TEXT, mutation.noise(200));
            case 2 ->
                RawFrame.of(
                        FINAL | random.nextInt(16), mutation.noise(140)); // A control frame, or what is not defined.
            case 3 -> broken(RawFrame.of(FINAL | TEXT, payload));
            case 4, 5 -> pieces(payload);
            default -> RawFrame.of(FINAL | TEXT, payload);
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
        all.writeBytes(RawFrame.of(TEXT, Arrays.copyOf(payload, cut)));
        if (random.nextInt(4) == 0) {
            all.writeBytes(RawFrame.of(FINAL | random.nextInt(16), mutation.noise(20)));
        }
        all.writeBytes(
                RawFrame.of(random.nextInt(8) == 0 ? 0 : FINAL, Arrays.copyOfRange(payload, cut, payload.length)));
        return all.toByteArray();
    }

    /** Opens a WebSocket; answers what the server said. */
    static String open(Wire wire, String path) throws IOException {
        wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        return wire.answer();
    }
}
