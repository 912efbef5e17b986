package chat.tandem.bench.fuzz;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A TCP connection of somebody who says what they like. */
final class Wire implements AutoCloseable {
    /** A server that does not answer a sound request for so long is a finding. */
    private static final int PATIENCE_MILLIS = 20_000;

    private static final int SHOWN = 600;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final Socket socket = new Socket();
    private final Consumer<String> diary;

    /** @param diary is told of everything that is sent */
    Wire(URI server, Consumer<String> diary) throws IOException {
        this.diary = diary;
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        diary.accept(shown(bytes));
        socket.getOutputStream().write(bytes);
    }

    private static String shown(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean plain = text.chars().allMatch(c -> c == '\r' || c == '\n' || (c >= ' ' && c < '\u007f'));
        String whole = plain ? text.replace("\r\n", "⏎") : "0x" + HexFormat.of().formatHex(bytes);
        return whole.length() <= SHOWN ? whole : whole.substring(0, SHOWN) + "… of " + bytes.length + " bytes";
    }

    /** The head of an answer, and its body where it says how long that is. */
    String answer() throws IOException {
        String head = until("\r\n\r\n");
        Matcher length = LENGTH.matcher(head);
        return length.find() ? head + more(Integer.parseInt(length.group(1))) : head;
    }

    /** What comes, up to and with this. */
    String until(String end) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(end, read.length() - end.length()) < 0) {
            int one = in.read();
            if (one < 0) {
                throw new EOFException("the server has closed");
            }
            read.append((char) one);
        }
        return read.toString();
    }

    private String more(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** From now on whatever comes is thrown away. */
    void ignore() {
        Thread.ofVirtual().start(() -> {
            try {
                while (socket.getInputStream().skip(Long.MAX_VALUE) > 0
                        || socket.getInputStream().read() >= 0) {}
            } catch (IOException over) {
                // So is this.
            }
        });
    }

    /** Waits a moment for whatever comes. */
    void listen(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            while (socket.getInputStream().read(new byte[4_096]) >= 0) {}
        } catch (IOException nothingMore) {
            // Or broken: it is as good as over.
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Ends with a reset, not with a farewell. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }
}
