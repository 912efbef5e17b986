package chat.tandem.bench.fuzz;

import chat.tandem.bench.raw.RawFrame;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One visit to a gateway by somebody who sends what no client would: random and mutated frames, in an order that is mostly right, so that
 * they get somewhere. What is sent is a function of seed and number, but for ids and tokens that the gateway gave out.
 */
public final class Visit {
    private static final String ENGINE = "/socket.io/?EIO=4&transport=";

    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern CONNECTION = Pattern.compile("\"connectionId\":\"([^\"]+)\"");

    private final long seed;
    private final long number;
    private final URI gateway;
    private final Random random;
    private final Mutation mutation;
    private final Frames frames;
    private final List<String> diary = Collections.synchronizedList(new ArrayList<>());

    /** @param gateway where it goes, {@code http://host:port} */
    public Visit(long seed, long number, URI gateway) {
        this.seed = seed;
        this.number = number;
        this.gateway = gateway;
        this.random = new Random(seed * 1_000_003 + number);
        this.mutation = new Mutation(random);
        this.frames = new Frames(random);
    }

    /** What was sent, and how to send it again. */
    public String story() {
        return "-Dtandem.fuzz.seed=" + seed + " -Dtandem.fuzz.visit=" + number + "\n  "
                + String.join("\n  ", List.copyOf(diary));
    }

    /**
     * Comes, says it all, and is gone, however it was received.
     *
     * @throws AssertionError where a sound request was not answered
     */
    public void run() {
        try {
            switch (random.nextInt(6)) {
                case 0, 1 -> chat();
                case 2 -> socket();
                case 3 -> polling();
                case 4 -> stream();
                default -> request();
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("a sound request was not answered: " + story(), e);
        } catch (IOException shownTheDoor) {
            diary.add("(over: " + shownTheDoor.getMessage() + ")");
        }
    }

    private Wire wire() throws IOException {
        return new Wire(gateway, diary::add);
    }

    private void chat() throws IOException {
        try (Wire wire = wire()) {
            Frames.open(wire, "/ws");
            wire.ignore();
            if (random.nextInt(4) > 0) {
                wire.send(RawFrame.text(Seeds.HELLO));
            }
            frames(wire, Seeds.COMMANDS);
            leave(wire);
        }
    }

    private void socket() throws IOException {
        try (Wire wire = wire()) {
            Frames.open(wire, ENGINE + "websocket");
            wire.ignore();
            if (random.nextInt(4) > 0) {
                wire.send(RawFrame.text("40{\"name\":\"Mallory\"}"));
            }
            frames(wire, Seeds.PACKETS);
            leave(wire);
        }
    }

    private void frames(Wire wire, List<String> seeds) throws IOException {
        for (int left = random.nextInt(14); left > 0; left--) {
            wire.send(frames.around(mutation.of(seeds)));
        }
    }

    /** With a farewell, without one, or with a reset. */
    private void leave(Wire wire) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> wire.send(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8});
            case 1 -> wire.reset();
            default -> {}
        }
    }

    private void polling() throws IOException {
        try (Wire up = wire();
                Wire down = wire()) {
            up.send("GET " + ENGINE + "polling HTTP/1.1\r\nHost: localhost\r\n\r\n");
            String session = ENGINE + "polling&sid=" + found(SID, up.answer());
            if (random.nextInt(4) > 0) {
                post(up, session, "40{\"name\":\"Mallory\"}");
            }
            down.send("GET " + session + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            down.ignore();
            for (int left = random.nextInt(4); left > 0; left--) {
                post(up, session, payload());
            }
            if (random.nextInt(3) == 0) {
                probe(session.replace("=polling", "=websocket"));
            }
            if (random.nextInt(8) > 0) {
                post(up, session, "1");
            }
        }
    }

    private String payload() {
        List<String> packets = new ArrayList<>();
        for (int left = random.nextInt(5); left >= 0; left--) {
            packets.add(mutation.of(Seeds.PACKETS));
        }
        return String.join("\u001e", packets);
    }

    private void probe(String session) throws IOException {
        try (Wire wire = wire()) {
            Frames.open(wire, session);
            wire.ignore();
            wire.send(random.nextInt(4) > 0 ? RawFrame.text("2probe") : frames.around(mutation.of("2probe")));
            wire.send(random.nextInt(2) > 0 ? RawFrame.text("5") : frames.around(mutation.of("5")));
            frames(wire, Seeds.PACKETS);
            leave(wire);
        }
    }

    private void post(Wire wire, String path, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        wire.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes.length + "\r\n"
                + String.join("", headers) + "\r\n");
        wire.send(bytes);
        wire.answer();
    }

    private void stream() throws IOException {
        try (Wire down = wire();
                Wire up = wire()) {
            down.send("GET /sse HTTP/1.1\r\nHost: localhost\r\n\r\n");
            down.until("event: session");
            String session = down.until("\n\n");
            down.ignore();
            for (int left = random.nextInt(6); left > 0; left--) {
                String token = "Authorization: Bearer " + found(TOKEN, session) + "\r\n";
                String connection = "Tandem-Connection: " + found(CONNECTION, session) + "\r\n";
                boolean sound = random.nextInt(4) > 0;
                post(
                        up,
                        "/commands",
                        mutation.of(Seeds.COMMANDS),
                        sound ? token : line(mutation.of(token)),
                        sound ? connection : line(mutation.of(connection)),
                        "Content-Type: application/json\r\n");
            }
            if (random.nextInt(3) == 0) {
                down.reset();
            }
        }
    }

    /** A header is one line, or what follows it is not a request that could be answered. */
    private static String line(String header) {
        return header.replaceAll("[\r\n]", "") + "\r\n";
    }

    private static String found(Pattern what, String text) throws IOException {
        Matcher matcher = what.matcher(text);
        if (!matcher.find()) {
            throw new IOException("not told: " + what + " in " + text);
        }
        return matcher.group(1);
    }

    private void request() throws IOException {
        try (Wire wire = wire()) {
            wire.send(mutation.of(Seeds.REQUESTS));
            wire.listen(random.nextInt(100) + 1);
            if (random.nextInt(3) == 0) {
                wire.send(
                        random.nextBoolean()
                                ? mutation.noise(2_000)
                                : mutation.of(Seeds.REQUESTS).getBytes(StandardCharsets.UTF_8));
                wire.listen(random.nextInt(100) + 1);
            }
        }
    }
}
