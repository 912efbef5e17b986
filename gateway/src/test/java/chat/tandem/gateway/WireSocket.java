package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A WebSocket by hand, for what no library sends: floods, empty fragments, and a client that does not read. */
final class WireSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** A frame that came. */
    record Frame(int opcode, Buffer payload) {
        String text() {
            return payload.toString();
        }

        int closeCode() {
            assertThat(opcode).isEqualTo(CLOSE);
            return payload.getUnsignedShort(0);
        }
    }

    WireSocket(int port, String path) {
        try {
            socket.setReceiveBufferSize(16 * 1024); // Before it connects, or it has no effect.
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(20_000);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                                    + Base64.getEncoder().encodeToString(new byte[16]) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encoded(int opcode, boolean last, byte[] payload) {
        assertThat(payload.length).isLessThan(126);
        byte[] frame = new byte[6 + payload.length]; // The mask is zero, so that the payload stands as it is.
        frame[0] = (byte) (opcode | (last ? FINAL : 0));
        frame[1] = (byte) (MASKED | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    WireSocket send(int opcode, boolean last, String payload) {
        return send(opcode, last, payload, 1);
    }

    /** Sends the same frame many times. False is not told: a server that has closed may have stopped to listen. */
    WireSocket send(int opcode, boolean last, String payload, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] frame = encoded(opcode, last, payload.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        try {
            socket.getOutputStream().write(all.toByteArray());
        } catch (IOException closedByTheServer) {
            // What it said before can still be read, or not.
        }
        return this;
    }

    /** The next frame. */
    Frame next() {
        try {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            return new Frame(opcode, Buffer.buffer(in.readNBytes(length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame of a kind. */
    Frame next(int opcode) {
        Frame frame = next();
        while (frame.opcode() != opcode) {
            frame = next();
        }
        return frame;
    }

    /** Reads whatever comes until the connection is over, orderly or not. */
    void readToTheEnd() {
        try {
            while (true) {
                next();
            }
        } catch (UncheckedIOException over) {
            assertThat(over.getCause()).isNotInstanceOf(SocketTimeoutException.class);
            if (!(over.getCause() instanceof EOFException)) {
                assertThat(over.getCause()).isInstanceOf(SocketException.class);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
