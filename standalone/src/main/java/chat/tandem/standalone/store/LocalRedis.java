package chat.tandem.standalone.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Redis over {@code DATA/redis}: every write goes to its append-only file, so that conversations survive a restart. */
final class LocalRedis {

    private static final int TIMEOUT_MS = 2_000;

    private final StoreProcess process;
    private final String url;

    private LocalRedis(StoreProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it and waits until it has loaded what it held. */
    static LocalRedis start(DataFolder data, Binaries binaries, String password, int port)
            throws IOException, InterruptedException {
        Path folder = data.folder("redis");
        Path log = data.folder("log").resolve("redis.log");
        Path settings = folder.resolve("redis.conf");
        PrivateFile.write(settings, settings(port, password, folder));
        List<String> command = List.of(binaries.redis().toString(), settings.toString());
        StoreProcess process = StoreProcess.start("Redis", command, log, StoreProcess.Signal.TERM);
        process.ready(() -> answers(port, password), log).watch();
        return new LocalRedis(process, "redis://default:" + password + "@127.0.0.1:" + port);
    }

    private static String settings(int port, String password, Path folder) {
        return """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                databases 1
                save ""
                appendonly yes
                appendfsync everysec
                maxmemory-policy noeviction
                loglevel warning
                """.formatted(port, password, folder);
    }

    /** Whether it answers, and not only that it is still loading. */
    private static boolean answers(int port, String password) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            String hello = "AUTH " + password + "\r\nPING\r\n";
            socket.getOutputStream().write(hello.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes("+OK\r\n+PONG\r\n".length());
            return new String(answer, StandardCharsets.US_ASCII).endsWith("+PONG\r\n");
        } catch (IOException notYet) {
            return false;
        }
    }

    String url() {
        return url;
    }

    void stop() {
        process.stop();
    }
}
