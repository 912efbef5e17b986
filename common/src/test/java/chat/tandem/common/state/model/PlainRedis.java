package chat.tandem.common.state.model;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.ParserHandler;
import io.vertx.redis.client.impl.RESPParser;
import io.vertx.redis.client.impl.RequestImpl;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis that blocks. A run makes hundreds of thousands of calls one after another, and handing each to
 * another thread and back costs more than the call; the commands and the replies are coded as the real client does it.
 */
public final class PlainRedis implements ParserHandler, AutoCloseable {
    private static final int DEEPEST_NESTING = 16;

    private final Socket socket;
    private final RESPParser parser = new RESPParser(this, DEEPEST_NESTING);
    private final byte[] octets = new byte[1 << 16];
    private final List<@Nullable Response> replies = new ArrayList<>();

    private PlainRedis(Socket socket) {
        this.socket = socket;
    }

    /** Connects to an address such as {@code redis://:secret@127.0.0.1:6379/0}. */
    public static PlainRedis connect(String url) {
        URI address = URI.create(url);
        try {
            Socket socket = new Socket(address.getHost(), address.getPort() < 0 ? 6379 : address.getPort());
            socket.setTcpNoDelay(true);
            PlainRedis redis = new PlainRedis(socket);
            String user = address.getUserInfo();
            if (user != null) {
                redis.send(Request.cmd(Command.AUTH).arg(user.substring(user.indexOf(':') + 1)));
            }
            String path = address.getPath();
            if (path != null && path.length() > 1) {
                redis.send(Request.cmd(Command.SELECT).arg(path.substring(1)));
            }
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @throws IllegalStateException when Redis answers with an error or with nothing
     */
    public Response send(Request request) {
        Response reply = send(List.of(request)).getFirst();
        if (reply == null || reply.type() == ResponseType.ERROR) {
            throw new IllegalStateException("Redis answered " + reply);
        }
        return reply;
    }

    /** Sends some commands at once and waits for all their replies, errors among them. */
    public List<@Nullable Response> send(List<Request> requests) {
        replies.clear();
        Buffer octetsOut = Buffer.buffer();
        requests.forEach(request -> octetsOut.appendBuffer(((RequestImpl) request).encode()));
        try {
            socket.getOutputStream().write(octetsOut.getBytes());
            while (replies.size() < requests.size()) {
                int count = socket.getInputStream().read(octets);
                if (count < 0) {
                    throw new EOFException("Redis closed the connection");
                }
                parser.handle(Buffer.buffer().appendBytes(octets, 0, count));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ArrayList<>(replies);
    }

    @Override
    public void handle(@Nullable Response response) {
        replies.add(response);
    }

    @Override
    public void fail(Throwable failure) {
        throw new IllegalStateException(failure);
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
