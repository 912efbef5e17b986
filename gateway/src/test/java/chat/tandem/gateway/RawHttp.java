package chat.tandem.gateway;

import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One TCP connection to a gateway, from an address of the test's choice, over which requests go as they are written. */
final class RawHttp implements AutoCloseable {
    /** The headers of a WebSocket's handshake. */
    static final String UPGRADE = String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    /**
     * An answer.
     *
     * @param headers by names in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    /** From an address of this machine, such as {@code 127.0.0.11}. */
    static RawHttp connect(String from, int port) {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(from), 0));
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
            return new RawHttp(socket);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** One request over a connection of its own. */
    static Answer get(String from, int port, String path, String... headers) {
        try (RawHttp http = connect(from, port)) {
            return http.get(path, headers);
        }
    }

    RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static String head(String method, String path, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header.endsWith("\r\n") ? header : header + "\r\n");
        }
        return text + "\r\n";
    }

    Answer get(String path, String... headers) {
        return send(head("GET", path, headers)).answer();
    }

    Answer post(String path, String body, String... headers) {
        return send(head("POST", path, headers).strip() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .answer();
    }

    /** The next answer; of one without an end (an event stream, a WebSocket) the head alone. */
    Answer answer() {
        try {
            InputStream in = socket.getInputStream();
            String[] head = head(in).split("\r\n", -1);
            Map<String, String> headers = new TreeMap<>();
            for (int line = 1; line < head.length && !head[line].isEmpty(); line++) {
                String[] parts = head[line].split(": ", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            return new Answer(Integer.parseInt(head[0].split(" ", 3)[1]), headers, body);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after '" + head + "'");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits until the server closes the connection, and says whether it does so without a word. */
    boolean isClosedUnheard() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return String.valueOf(reset.getMessage()).contains("reset");
        }
    }

    /** Closes it so that the server hears of a reset. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
