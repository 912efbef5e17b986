package chat.tandem.bench.raw;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A WebSocket on a raw connection: it reads frames when asked to, and counts the errors and close codes in them. */
public final class RawWebSocket implements AutoCloseable {
    private static final Pattern ERROR = Pattern.compile("\"code\":\"([a-z-]+)\"");
    private static final Pattern CONVERSATION = Pattern.compile("\"conversationId\":\"([^\"]+)\"");
    private static final String CONNECT_ERROR = "44";
    private static final int CLOSE = 8;
    private static final int SHORTEST_ERROR = 16;

    private final RawConnection connection;
    private volatile String conversation = "";

    private RawWebSocket(RawConnection connection) {
        this.connection = connection;
    }

    /**
     * Opens it.
     *
     * @throws EndedException if the server answers anything but 101
     */
    public static RawWebSocket open(RawConnection connection, String path, String... headers) throws IOException {
        connection.send(Request.of(connection.host(), "GET " + path, "", upgrade(headers)));
        if (!connection.head().startsWith("HTTP/1.1 101")) {
            connection.close();
            throw new EndedException("not upgraded");
        }
        return new RawWebSocket(connection);
    }

    private static String[] upgrade(String... headers) {
        var all = new String[headers.length + 4];
        all[0] = "Upgrade: websocket";
        all[1] = "Connection: Upgrade";
        all[2] = "Sec-WebSocket-Version: 13";
        all[3] = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
        System.arraycopy(headers, 0, all, 4, headers.length);
        return all;
    }

    /** Writes bytes of frames. */
    public void send(byte[] frames) throws IOException {
        connection.send(frames);
    }

    /** Writes a text as one frame. */
    public void send(String text) throws IOException {
        connection.send(RawFrame.text(text));
    }

    /** Reads frames until one has this, and returns its first group. */
    public String await(Pattern pattern) throws IOException {
        while (true) {
            var matcher = pattern.matcher(next());
            if (matcher.find()) {
                return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
            }
        }
    }

    /**
     * Reads frames until one has this, and returns its first group.
     *
     * @throws EndedException if an error comes instead, which is counted; then the connection is closed
     */
    public String answer(Pattern pattern) throws IOException {
        while (true) {
            var text = next();
            var matcher = pattern.matcher(text);
            if (matcher.find()) {
                return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
            }
            if (text.startsWith(CONNECT_ERROR) || ERROR.matcher(text).find()) {
                connection.close();
                throw new EndedException("an error instead of an answer");
            }
        }
    }

    /** From now on reads on a thread of its own, to the end. */
    public void drain() throws IOException {
        connection.waitForever();
        Thread.ofVirtual().start(() -> {
            try {
                readToEnd();
            } catch (IOException over) {
                // It is counted.
            }
        });
    }

    /** Reads until the server ends the connection, however long that takes. */
    public void readToEnd() throws IOException {
        connection.waitForever();
        while (true) {
            next();
        }
    }

    /** The conversation that was named last in what was read; empty where none was. */
    public String conversation() {
        return conversation;
    }

    private String next() throws IOException {
        int first = connection.one();
        var payload = connection.read(length());
        var text = new String(payload, StandardCharsets.UTF_8);
        if ((first & 0xf) == CLOSE) {
            int code = payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
            connection.outcomes().count("close " + code);
            connection.close();
            throw new EndedException("closed");
        }
        look(text);
        return text;
    }

    private int length() throws IOException {
        int length = connection.one() & 0x7f;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        long whole = more == 0 ? length : 0;
        for (byte each : connection.read(more)) {
            whole = whole << 8 | (each & 0xff);
        }
        return Math.toIntExact(whole);
    }

    private void look(String text) {
        if (text.length() >= SHORTEST_ERROR && text.length() < 1_000) {
            var error = ERROR.matcher(text);
            if (error.find()) {
                connection.outcomes().count("error " + error.group(1));
            }
            var named = CONVERSATION.matcher(text);
            if (named.find()) {
                conversation = named.group(1);
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
