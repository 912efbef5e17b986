package chat.tandem.bench.attack;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A server that reads and throws away. It answers each request of HTTP alike, with all ids that an attacker looks for,
 * so that a flood goes on as it does at a gateway, and after an upgrade or {@code /sse} it only reads.
 */
final class Sink implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final int LARGEST_HEAD = 1 << 20;
    private static final String IDS = "{\"event\":\"matched\",\"token\":\"t\",\"userId\":\"u\",\"connectionId\":\"c\","
            + "\"sid\":\"s\",\"partnerId\":\"p\",\"conversationId\":\"00000000-0000-4000-8000-000000000000\"}";
    private static final byte[] ANSWER = bytes("HTTP/1.1 200 OK\r\nContent-Length: " + IDS.length() + "\r\n\r\n" + IDS);
    private static final byte[] STREAM =
            bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: session\ndata: " + IDS + "\n\n");
    private static final byte[] UPGRADED =
            bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");

    private final ServerSocket server;

    private Sink(ServerSocket server) {
        this.server = server;
    }

    /** Opens one on a free port of 127.0.0.1. */
    static Sink open() throws IOException {
        var sink = new Sink(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(sink::accept);
        return sink;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException over) {
            // It is closed.
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            while (true) {
                var head = head(in);
                var lower = head.toLowerCase(Locale.ROOT);
                if (lower.contains("upgrade: websocket") && lower.contains("connection: upgrade")) {
                    out.write(UPGRADED);
                    // One for each answer that an attacker waits for.
                    for (int i = 0; i < 4; i++) {
                        out.write(frame());
                    }
                    throwAway(in);
                } else if (head.startsWith("GET /sse")) {
                    out.write(STREAM);
                    throwAway(in);
                } else {
                    in.skipNBytes(length(lower));
                    out.write(ANSWER);
                }
            }
        } catch (IOException over) {
            // The attacker is gone.
        }
    }

    private static byte[] frame() {
        var frame = new byte[4 + IDS.length()];
        frame[0] = (byte) 0x81;
        frame[1] = 126;
        frame[2] = (byte) (IDS.length() >> 8);
        frame[3] = (byte) IDS.length();
        System.arraycopy(bytes(IDS), 0, frame, 4, IDS.length());
        return frame;
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        int state = 0;
        while (state < 4) {
            int one = in.read();
            if (one < 0 || head.length() > LARGEST_HEAD) {
                throw new EOFException();
            }
            state = one == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : one == '\r' ? 1 : 0;
            head.append((char) one);
        }
        return head.toString();
    }

    private static long length(String head) {
        int at = head.indexOf("content-length: ");
        return at < 0
                ? 0
                : Long.parseLong(head.substring(at + 16, head.indexOf('\r', at)).strip());
    }

    private static void throwAway(InputStream in) throws IOException {
        var buffer = new byte[65_536];
        while (in.read(buffer) >= 0) {}
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
