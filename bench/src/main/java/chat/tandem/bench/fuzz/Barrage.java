package chat.tandem.bench.fuzz;

import chat.tandem.bench.raw.Outcomes;
import chat.tandem.bench.raw.RawConnection;
import chat.tandem.bench.raw.RawFrame;
import chat.tandem.bench.raw.RawWebSocket;
import chat.tandem.bench.raw.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * One connection of a long run: hostile inputs in batches, each batch in one write with a sound request at its end. An
 * input counts when that request was answered, for then the gateway has read the input. What is sent is a function of
 * seed and number.
 */
final class Barrage {
    private static final String ENGINE = "/socket.io/?EIO=4&transport=websocket";
    private static final String HELLO_PACKET = "40{\"name\":\"Mallory\"}";
    private static final Pattern WELCOME = Pattern.compile("\"token\":");
    private static final Pattern SID = Pattern.compile("\"sid\":");
    private static final int BUFFER = 65_536;
    private static final int USUAL_LENGTH = 10_000;
    private static final int BATCHES = 20;
    private static final int FRAMES = 100;
    private static final int PACKETS = 4;
    private static final int REQUESTS = 20;

    private final URI gateway;
    private final Random random;
    private final Mutation mutation;
    private final Frames frames;
    private final Outcomes outcomes;
    private long inputs;
    private boolean unanswered;

    /** @param gateway where it goes, {@code http://host:port} */
    Barrage(long seed, long number, URI gateway, Outcomes outcomes) {
        this.gateway = gateway;
        this.random = new Random(seed * 1_000_003 + number);
        this.mutation = new Mutation(random);
        this.frames = new Frames(random);
        this.outcomes = outcomes;
    }

    /** Sends all, and returns how many inputs the gateway has read. */
    long run() {
        try (var connection = new RawConnection(gateway, InetAddress.getLoopbackAddress(), BUFFER, outcomes)) {
            switch (random.nextInt(10)) {
                case 0 -> packets(connection);
                case 1, 2 -> requests(connection);
                default -> commands(connection);
            }
        } catch (IOException over) {
            // Where the gateway ended it at some input of a batch, that one counts.
            inputs += unanswered ? 1 : 0;
        }
        return inputs;
    }

    private void commands(RawConnection connection) throws IOException {
        var socket = RawWebSocket.open(connection, "/ws");
        if (random.nextBoolean()) {
            socket.send(Seeds.HELLO);
            socket.await(WELCOME);
        }
        for (int batch = 1; batch <= BATCHES; batch++) {
            commands(socket, batch, batch(Seeds.COMMANDS, FRAMES), FRAMES);
        }
        // It may be cut short, and then nothing is answered: it does not count.
        socket.send(frames.around(mutation.of(Seeds.COMMANDS)));
    }

    private void commands(RawWebSocket socket, int number, byte[] batch, int count) throws IOException {
        var sound = "{\"event\":\"ping\",\"id\":" + number(number) + "}";
        confirmed(socket, batch, count, sound, Pattern.compile("\"(?:ack|id)\":" + number(number) + "\\b"));
    }

    private void packets(RawConnection connection) throws IOException {
        var socket = RawWebSocket.open(connection, ENGINE);
        socket.await(SID);
        socket.send(HELLO_PACKET);
        socket.await(SID);
        for (int batch = 1; batch <= BATCHES; batch++) {
            confirmed(
                    socket,
                    batch(Seeds.PACKETS, PACKETS),
                    PACKETS,
                    "42" + number(batch) + "[\"ping\"]",
                    Pattern.compile("43" + number(batch) + "\\["));
        }
    }

    private static int number(int batch) {
        return 900_000_000 + batch;
    }

    private byte[] batch(List<String> seeds, int count) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(RawFrame.text(mutated(seeds)));
        }
        return all.toByteArray();
    }

    /** Rarely one of those that are too long: the gateway closes at each, and they cost more than a hundred others. */
    private String mutated(List<String> seeds) {
        var text = mutation.of(seeds);
        while (text.length() > USUAL_LENGTH && random.nextInt(20) > 0) {
            text = mutation.of(seeds);
        }
        return text;
    }

    private void confirmed(RawWebSocket socket, byte[] batch, int count, String sound, Pattern answer)
            throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(batch);
        all.writeBytes(RawFrame.text(sound));
        unanswered = true;
        socket.send(all.toByteArray());
        socket.await(answer);
        unanswered = false;
        inputs += count;
    }

    /** Requests in a row whose frame is sound, so that each has an answer: path, headers and body are not. */
    private void requests(RawConnection connection) throws IOException {
        for (int batch = 0; batch < BATCHES; batch++) {
            var all = new ByteArrayOutputStream();
            for (int i = 0; i < REQUESTS; i++) {
                all.writeBytes(request(connection.host()));
            }
            unanswered = true;
            connection.send(all.toByteArray());
            for (int i = 0; i < REQUESTS; i++) {
                connection.answer();
                inputs++;
            }
            unanswered = false;
        }
    }

    private byte[] request(String host) {
        var seed = Seeds.CALLS.get(random.nextInt(Seeds.CALLS.size()));
        var path = mutation.of(seed.path()).replaceAll("[\\s\\p{Cntrl}]", "%20");
        var headers = new ArrayList<String>();
        for (var header : seed.headers()) {
            headers.add(mutation.of(header).replaceAll("\\p{Cntrl}", ""));
        }
        headers.removeIf(header ->
                !header.contains(":") || header.matches("(?i)\\s*(transfer|content-l|expect|host|conn|upg).*"));
        var body = seed.body().isEmpty() ? "" : mutation.of(seed.body());
        return Request.of(host, seed.method() + " /" + path, body, headers.toArray(String[]::new));
    }
}
