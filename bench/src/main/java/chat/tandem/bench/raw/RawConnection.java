package chat.tandem.bench.raw;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP connection whose user writes bytes and reads answers when it likes, or never. Its calls block, so it belongs to
 * a virtual thread. It ends with a reset.
 */
public final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final Pattern LINE_END = Pattern.compile("\r\n");
    private static final Pattern HEAD_END = Pattern.compile("\r\n\r\n");
    private static final Pattern CHUNKED = Pattern.compile("(?i)\r\ntransfer-encoding: *chunked");

    private final Socket socket = new Socket();
    private final String host;
    private final Outcomes outcomes;
    private final InputStream in;

    /**
     * Connects.
     *
     * @param from the local address
     * @param receiveBuffer of the socket, in bytes: small, so that a server notices soon that nobody reads
     * @throws EndedException if it is refused, which is counted
     */
    public RawConnection(URI server, InetAddress from, int receiveBuffer, Outcomes outcomes) throws IOException {
        this.host = server.getAuthority();
        this.outcomes = outcomes;
        try {
            socket.setReceiveBufferSize(receiveBuffer);
            socket.setSoLinger(true, 0);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            close();
            outcomes.count("refused");
            throw new EndedException("refused");
        }
    }

    /** The host and port that it is connected to. */
    public String host() {
        return host;
    }

    /** Writes bytes, and waits while the server takes none. */
    public void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            outcomes.sent(bytes.length);
        } catch (IOException e) {
            throw ended("cut");
        }
    }

    /** Writes a text as UTF-8. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a request.
     *
     * @param line such as {@code GET /}
     * @param headers whole lines without their ends
     */
    public void request(String line, String body, String... headers) throws IOException {
        send(Request.of(host, line, body, headers));
    }

    /** Reads one answer, whole, and counts its status. */
    public Answer answer() throws IOException {
        var head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        var body = "";
        var length = LENGTH.matcher(head);
        if (length.find()) {
            body = new String(read(Integer.parseInt(length.group(1))), StandardCharsets.ISO_8859_1);
        } else if (CHUNKED.matcher(head).find()) {
            body = chunks();
        }
        return new Answer(status, head, body);
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        while (true) {
            int length = Integer.parseInt(until(LINE_END).strip(), 16);
            body.append(new String(read(length), StandardCharsets.ISO_8859_1));
            read(2);
            if (length == 0) {
                return body.toString();
            }
        }
    }

    /** Reads the head of an answer, and counts its status. */
    public String head() throws IOException {
        var head = until(HEAD_END);
        if (!head.startsWith("HTTP/1.")) {
            throw ended("no HTTP");
        }
        outcomes.count("HTTP " + head.substring(9, 12));
        return head;
    }

    /** Reads text up to the end of the first match, byte by byte. */
    public String until(Pattern end) throws IOException {
        var read = new StringBuilder();
        Matcher matcher = end.matcher(read);
        while (read.length() < LONGEST_TEXT) {
            read.append((char) one());
            char last = read.charAt(read.length() - 1);
            boolean mayEnd = last == '\n' || last == '"' || last == '}';
            if (mayEnd && matcher.reset(read).find()) {
                return read.toString();
            }
        }
        throw ended("endless answer");
    }

    int one() throws IOException {
        try {
            int one = in.read();
            if (one < 0) {
                throw new EOFException();
            }
            return one;
        } catch (SocketTimeoutException e) {
            throw ended("no answer");
        } catch (IOException e) {
            throw ended("cut");
        }
    }

    byte[] read(int bytes) throws IOException {
        try {
            var read = in.readNBytes(bytes);
            if (read.length < bytes) {
                throw new EOFException();
            }
            return read;
        } catch (SocketTimeoutException e) {
            throw ended("no answer");
        } catch (IOException e) {
            throw ended("cut");
        }
    }

    /** Reads and throws away until the server ends the connection, however long that takes. */
    public void readToEnd() throws IOException {
        waitForever();
        while (true) {
            one();
        }
    }

    void waitForever() throws IOException {
        try {
            socket.setSoTimeout(0);
        } catch (IOException e) {
            throw ended("cut");
        }
    }

    Outcomes outcomes() {
        return outcomes;
    }

    private EndedException ended(String how) {
        if (!socket.isClosed()) {
            outcomes.count(how);
            close();
        }
        return new EndedException(how);
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
