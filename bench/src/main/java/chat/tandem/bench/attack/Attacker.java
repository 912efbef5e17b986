package chat.tandem.bench.attack;

import chat.tandem.bench.raw.Outcomes;
import chat.tandem.bench.raw.RawConnection;
import chat.tandem.bench.raw.RawFrame;
import chat.tandem.bench.raw.RawWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/** One attacker of a flood: an address, the pace that all share, and the connections that it has open. */
public final class Attacker {
    static final String ENGINE = "/socket.io/?EIO=4&transport=";

    private static final int SMALL_BUFFER = 4_096;
    private static final int USUAL_BUFFER = 65_536;
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    private final List<URI> gateways;
    private final InetAddress address;
    private final Pace pace;
    private final Outcomes outcomes;
    private final Talks talks;
    private volatile boolean over;
    private final ConcurrentLinkedQueue<RawConnection> open = new ConcurrentLinkedQueue<>();

    /** @param gateways two of them, {@code http://host:port} */
    Attacker(List<URI> gateways, InetAddress address, Pace pace, Outcomes outcomes, Talks talks) {
        this.gateways = gateways;
        this.address = address;
        this.pace = pace;
        this.outcomes = outcomes;
        this.talks = talks;
    }

    /** Repeats a script until the flood is over. */
    void run(Script script) {
        while (more()) {
            try {
                script.attack(this);
            } catch (IOException over) {
                // It is counted where it was noticed.
            } finally {
                close();
            }
        }
    }

    /** Waits for the next action's turn; false when the flood is over. */
    boolean more() {
        return pace.take();
    }

    /** A conversation between two guests of this flood, which all of its attackers share. */
    Talks talks() {
        return talks;
    }

    /**
     * Opens a connection.
     *
     * @param gateway 0 or 1
     */
    RawConnection connect(int gateway) throws IOException {
        return connect(gateway, USUAL_BUFFER);
    }

    /** Opens a connection whose kernel holds little of what is not read. */
    RawConnection connectUnread(int gateway) throws IOException {
        return connect(gateway, SMALL_BUFFER);
    }

    private RawConnection connect(int gateway, int receiveBuffer) throws IOException {
        if (over) {
            throw new IOException("the flood is over");
        }
        var connection = new RawConnection(gateways.get(gateway), address, receiveBuffer, outcomes);
        open.add(connection);
        return connection;
    }

    /** Opens {@code /ws} and says nothing. */
    RawWebSocket webSocket() throws IOException {
        return RawWebSocket.open(connectUnread(0), "/ws");
    }

    /** Opens {@code /ws} as a new guest. */
    RawWebSocket chat(int gateway) throws IOException {
        var socket = RawWebSocket.open(connect(gateway), "/ws");
        socket.send("{\"event\":\"hello\",\"id\":1,\"data\":{}}");
        socket.answer(TOKEN);
        return socket;
    }

    /** Opens Socket.IO over a WebSocket, without a CONNECT. */
    RawWebSocket engine() throws IOException {
        var socket = RawWebSocket.open(connect(0), ENGINE + "websocket");
        socket.answer(SID);
        return socket;
    }

    /** The same with a CONNECT, as a new guest. */
    RawWebSocket socketIo() throws IOException {
        var socket = engine();
        socket.send("40{}");
        socket.answer(SID);
        return socket;
    }

    /** Opens a session of long polling, and returns the path of its requests. */
    String polling(RawConnection connection) throws IOException {
        connection.request("GET " + ENGINE + "polling", "");
        return ENGINE + "polling&sid=" + found(SID, connection.answer().body());
    }

    /** Makes a guest, and returns the token. */
    String guest(RawConnection connection) throws IOException {
        connection.request("POST /api/guest", "{}", "Content-Type: application/json");
        return found(TOKEN, connection.answer().body());
    }

    /** What a pattern's group has in a text; {@code unknown} where it is not found: an attacker goes on. */
    static String found(Pattern what, String text) {
        var matcher = what.matcher(text);
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    /** A frame with a command. */
    static byte[] command(String event, String data) {
        return RawFrame.text("{\"event\":\"" + event + "\",\"id\":7,\"data\":" + data + "}");
    }

    /** A text that nobody else has. */
    static String unique() {
        return UUID.randomUUID().toString();
    }

    /** Ends every connection, and opens none any more. */
    void end() {
        over = true;
        close();
    }

    private void close() {
        for (var connection = open.poll(); connection != null; connection = open.poll()) {
            connection.close();
        }
    }
}
