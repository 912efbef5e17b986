package chat.tandem.bench.raw;

import java.nio.charset.StandardCharsets;

/** A request of HTTP as bytes. */
public final class Request {
    private Request() {}

    /**
     * Writes one.
     *
     * @param host what the header {@code Host} says
     * @param line method and path, such as {@code GET /}
     * @param headers whole lines without their ends
     */
    public static byte[] of(String host, String line, String body, String... headers) {
        var text = new StringBuilder(line)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        for (var header : headers) {
            text.append(header).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (length > 0 || line.startsWith("POST")) {
            text.append("Content-Length: ").append(length).append("\r\n");
        }
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
}
