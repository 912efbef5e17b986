package chat.tandem.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server of a test's own, from the embedded binary: a test may freeze it, kill it and start it again. Its
 * memory survives a restart only where it was started as durable. It ends with the JVM that started it, however that
 * ends.
 */
public final class RedisProcess implements AutoCloseable {
    private static final List<String> SETTINGS =
            List.of("--bind", "127.0.0.1", "--save", "", "--loglevel", "warning", "--appendonly");

    private enum Kind {
        ALONE,
        DURABLE,
        WHOLE_CLUSTER,
        NODE,
        SENTINEL
    }

    private final Kind kind;
    private final int port;
    private final Path folder;
    private Kept server;

    private RedisProcess(Kind kind, int port, Path folder, Kept server) {
        this.kind = kind;
        this.port = port;
        this.folder = folder;
        this.server = server;
    }

    /**
     * Starts one on a free port and returns when it answers.
     *
     * @param cluster whether in cluster mode, owning every slot
     */
    public static RedisProcess start(boolean cluster) {
        return start(cluster ? Kind.WHOLE_CLUSTER : Kind.ALONE);
    }

    /** Starts one that writes every command to its append-only file before it answers. */
    public static RedisProcess startDurable() {
        return start(Kind.DURABLE);
    }

    /** Starts a node in cluster mode that owns no slot yet. */
    public static RedisProcess startNode() {
        return start(Kind.NODE);
    }

    /** Starts a sentinel that watches a primary under the name {@code mymaster}, and decides alone. */
    public static RedisProcess startSentinel(RedisProcess primary) {
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("tandem-sentinel");
            Files.writeString(folder.resolve("sentinel.conf"), """
                    port %d
                    bind 127.0.0.1
                    sentinel monitor mymaster 127.0.0.1 %d 1
                    sentinel down-after-milliseconds mymaster 1000
                    sentinel failover-timeout mymaster 5000
                    """.formatted(port, primary.port));
            return new RedisProcess(Kind.SENTINEL, port, folder, launch(Kind.SENTINEL, port, folder));
        } catch (IOException e) {
            throw new UncheckedIOException("the sentinel did not start", e);
        }
    }

    private static RedisProcess start(Kind kind) {
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("tandem-redis");
            return new RedisProcess(kind, port, folder, launch(kind, port, folder));
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Redis did not start", e);
        }
    }

    /** Returns the address, such as {@code redis://127.0.0.1:40123}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Returns the id of the process. */
    public long pid() {
        return server.child().pid();
    }

    /** Sends one command, see {@link RedisStore#command}. */
    public String command(String... words) {
        try (RedisShell shell = RedisShell.connect(url())) {
            return shell.command(words);
        }
    }

    /** Stops its processor time (SIGSTOP): connections stay open and nothing answers. */
    public void freeze() {
        server.signal("STOP");
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        server.signal("CONT");
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        server.kill();
    }

    /** Starts it again, empty, on the same port; kills it first where it still runs. */
    public void restartEmpty() {
        kill();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".aof"))
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    /** Starts it again on the same port, with what it had if it is durable; kills it first where it still runs. */
    public void restart() {
        kill();
        try {
            server = launch(kind, port, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Redis did not start again", e);
        }
    }

    /** Ends it and removes its folder. */
    @Override
    public void close() {
        kill();
        File[] files = folder.toFile().listFiles();
        for (File file : files == null ? new File[0] : files) {
            file.delete();
        }
        folder.toFile().delete();
    }

    private static Kept launch(Kind kind, int port, Path folder) throws IOException {
        List<String> words = new ArrayList<>(List.of(Binary.PATH.getAbsolutePath()));
        words.addAll(arguments(kind, port, folder));
        Kept server = Kept.start(words, folder.resolve("redis.log"));
        String url = "redis://127.0.0.1:" + port;
        server.awaitAnswer(() -> answers(url));
        if (kind == Kind.WHOLE_CLUSTER) {
            ownEverySlot(server, url);
        }
        return server;
    }

    private static List<String> arguments(Kind kind, int port, Path folder) {
        if (kind == Kind.SENTINEL) {
            return List.of(folder.resolve("sentinel.conf").toString(), "--sentinel");
        }
        List<String> words = new ArrayList<>(List.of("--port", Integer.toString(port), "--dir", folder.toString()));
        words.addAll(SETTINGS);
        if (kind == Kind.DURABLE) {
            words.addAll(List.of("yes", "--appendfsync", "always"));
            return words;
        }
        words.add("no");
        if (kind != Kind.ALONE) {
            words.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes-" + System.nanoTime()));
        }
        return words;
    }

    private static void ownEverySlot(Kept server, String url) {
        try (RedisShell shell = RedisShell.connect(url)) {
            shell.command(
                    "EVAL",
                    "for first = 0, 16383, 1024 do local slots = {} for slot = first, first + 1023 do"
                            + " slots[#slots + 1] = slot end redis.call('CLUSTER', 'ADDSLOTS', unpack(slots)) end",
                    "0");
            server.awaitAnswer(() -> shell.command("CLUSTER", "INFO").contains("cluster_state:ok"));
        }
    }

    private static boolean answers(String url) {
        try (RedisShell shell = RedisShell.connect(url)) {
            return shell.command("PING").equals("PONG");
        } catch (UncheckedIOException | IllegalStateException e) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The server's binary, unpacked once per JVM. */
    private static final class Binary {
        static final File PATH = unpack();

        private static File unpack() {
            try {
                return ExecutableProvider.newJarResourceProvider().get();
            } catch (IOException e) {
                throw new UncheckedIOException("no embedded Redis for this machine", e);
            }
        }
    }
}
