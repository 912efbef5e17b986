package chat.tandem.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A load balancer as plain as they get: each HTTP request, and each WebSocket, goes to the next server in turn, and to the one after
 * where nobody listens. It knows of no sessions, and may be told to know of no WebSockets either.
 */
public final class RoundRobin implements AutoCloseable {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int CONNECT_MILLIS = 2_000;
    private static final Pattern CONNECTION = Pattern.compile("(?i)\r\nconnection:[^\r]*");
    private static final Pattern UPGRADE = Pattern.compile("(?i)\r\nupgrade: *websocket");

    private final ServerSocket door;
    private final List<URI> servers;
    private final boolean upgrades;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final Set<Socket> halfOpen = ConcurrentHashMap.newKeySet();
    private final List<Integer> served = new CopyOnWriteArrayList<>();

    private record Line(Socket client, Socket server) {}

    private RoundRobin(List<URI> servers, boolean upgrades) {
        this.servers = List.copyOf(servers);
        this.upgrades = upgrades;
        try {
            door = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Listens, in front of these servers. */
    public static RoundRobin before(List<URI> servers) {
        return new RoundRobin(servers, true);
    }

    /** Listens in front of these servers, and refuses every upgrade to a WebSocket, as old proxies do. */
    public static RoundRobin withoutUpgrades(List<URI> servers) {
        return new RoundRobin(servers, false);
    }

    /** Where clients connect. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Which server each request went to, in order. */
    public List<Integer> served() {
        return List.copyOf(served);
    }

    /** Breaks every line, on both sides. */
    public void cut() {
        lines.forEach(line -> {
            close(line.client());
            close(line.server());
        });
    }

    /** Breaks every line on the client's side; the servers hear nothing of it, nor of the client, until this is closed. */
    public void cutUnnoticed() {
        lines.forEach(line -> {
            if (lines.remove(line)) {
                close(line.client());
                halfOpen.add(line.server());
            }
        });
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try {
            String head = head(client.getInputStream());
            boolean upgrade = UPGRADE.matcher(head).find();
            if (upgrade && !upgrades) {
                refuse(client);
                return;
            }
            Socket server = connect();
            String passed = upgrade
                    ? head
                    : CONNECTION.matcher(head).replaceAll("").replaceFirst("\r\n", "\r\nConnection: close\r\n");
            Line line = new Line(client, server);
            lines.add(line);
            server.getOutputStream().write(passed.getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual().start(() -> pump(line, client, server));
            pump(line, server, client);
        } catch (IOException gone) {
            close(client);
        }
    }

    private static void refuse(Socket client) throws IOException {
        String answer = "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        close(client);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int read = in.read();
            if (read < 0 || head.size() > LONGEST_HEAD) {
                throw new IOException("no request");
            }
            head.write(read);
            boolean expected = read == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private Socket connect() throws IOException {
        IOException last = new IOException("no server");
        for (int tries = 0; tries < servers.size(); tries++) {
            int turn = Math.floorMod(next.getAndIncrement(), servers.size());
            URI server = servers.get(turn);
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
                socket.setTcpNoDelay(true);
                served.add(turn);
                return socket;
            } catch (IOException e) {
                close(socket);
                last = e;
            }
        }
        throw last;
    }

    private void pump(Line line, Socket from, Socket to) {
        try {
            byte[] buffer = new byte[16 * 1024];
            int read;
            while ((read = from.getInputStream().read(buffer)) >= 0) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException broken) {
            // The line is over, one way or the other.
        }
        if (lines.remove(line)) {
            close(line.client());
            close(line.server());
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() {
        close(door);
        cut();
        halfOpen.forEach(RoundRobin::close);
    }
}
