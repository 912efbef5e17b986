package chat.tandem.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.standalone.store.DataFolder;
import chat.tandem.standalone.store.EnvironmentFile;
import chat.tandem.standalone.store.LocalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class StandaloneIT {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder = Path.of("");

    private final List<TandemProcess> started = new ArrayList<>();

    private TandemProcess start(Map<String, String> environment, String... arguments) {
        TandemProcess tandem = TandemProcess.start(folder, environment, arguments);
        started.add(tandem);
        return tandem;
    }

    private TandemProcess start() {
        return start(Map.of(), "--port", "0", "--data", data().toString());
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Stores of this folder, known by their program. */
    private List<ProcessHandle> stores() {
        return ProcessHandle.allProcesses()
                .filter(one -> one.info()
                        .command()
                        .filter(program -> program.startsWith(data() + "/bin"))
                        .isPresent())
                .toList();
    }

    @AfterEach
    void end() {
        started.forEach(tandem -> tandem.signalGroup("KILL"));
        stores().forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().atMost(TandemProcess.PATIENCE).until(() -> stores().isEmpty());
    }

    @Test
    void startsInOneLineAndStopsInOrderWhenTheWholeGroupIsAsked() throws IOException {
        int ops = LocalPort.free();
        TandemProcess tandem = start(Map.of(), "--port", "0", "--ops-port", "" + ops, "--data", data().toString());
        URI url = tandem.ready();

        assertThat(url.getHost()).isEqualTo("localhost");
        assertThat(TandemProcess.get(url)).isEqualTo(200);
        assertThat(TandemProcess.get(URI.create("http://localhost:" + ops + "/health/ready")))
                .isEqualTo(200);
        assertThat(Files.getPosixFilePermissions(data().resolve("tandem.env")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(stores()).isNotEmpty();

        tandem.signalGroup("TERM");

        assertThat(tandem.exitCode()).isZero();
        assertThat(tandem.output().lines()).hasSize(1);
        assertThat(tandem.errors()).isEmpty();
        assertThat(stores()).isEmpty();
        assertThat(Files.readString(data().resolve("log/tandem.log"))).doesNotContain("ERROR");
    }

    @Test
    void whatWasStoredIsThereAfterARestartAtTheSameAddressesWithTheSameSecrets() throws Exception {
        TandemProcess first = start();
        first.ready();
        String environment = Files.readString(data().resolve("tandem.env"));
        remember("through a restart");
        first.signal("INT");
        assertThat(first.exitCode()).isZero();

        start().ready();

        assertThat(remembered()).isEqualTo("through a restart");
        assertThat(Files.readString(data().resolve("tandem.env"))).isEqualTo(environment);
    }

    @Test
    void aKilledPredecessorsStoresAreEndedAndTheirDataIsKept() throws Exception {
        TandemProcess first = start();
        first.ready();
        remember("through a kill");
        first.kill();
        List<Long> left = stores().stream().map(ProcessHandle::pid).toList();
        assertThat(left).isNotEmpty();

        start().ready();

        assertThat(remembered()).isEqualTo("through a kill");
        assertThat(left).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void anotherProcessThatHasGotTheNumberOfAStoreIsLeftAlone() throws Exception {
        TandemProcess first = start();
        first.ready();
        first.signal("TERM");
        first.exitCode();
        Process foreign = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(data().resolve("postgres/data/postmaster.pid"), foreign.pid() + "\n");

            start().ready();

            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void aFolderInUseIsRefusedInOneLine() {
        try (DataFolder taken = DataFolder.take(data())) {
            assertThat(taken.root()).isDirectory();
            TandemProcess second = start();

            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.errors())
                    .isEqualTo("tandem: the data folder " + data() + " is in use by another process\n");
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    @Test
    void aPortInUseIsRefusedInOneLineBeforeAnythingIsMade() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TandemProcess tandem = start(Map.of(), "--port", "" + taken.getLocalPort(), "--data", data().toString());

            assertThat(tandem.exitCode()).isEqualTo(2);
            assertThat(tandem.errors())
                    .isEqualTo("tandem: port " + taken.getLocalPort()
                            + " on 127.0.0.1 is in use: choose another by --port\n");
            assertThat(data()).doesNotExist();
        }
    }

    @Test
    void aBadSettingIsRefusedInOneLineThatNamesIt() {
        TandemProcess tandem = start(Map.of("TANDEM_GRACE", "soon"), "--data", data().toString());

        assertThat(tandem.exitCode()).isEqualTo(2);
        assertThat(tandem.errors())
                .isEqualTo("tandem: TANDEM_GRACE: 'soon' is not a duration such as 500ms, 30s or 5m\n");
        assertThat(data()).doesNotExist();
    }

    @Test
    void anUnknownOptionIsRefusedInOneLine() {
        TandemProcess tandem = start(Map.of(), "--prot", "8080");

        assertThat(tandem.exitCode()).isEqualTo(2);
        assertThat(tandem.errors().lines()).hasSize(1);
    }

    @Test
    void settingsAreCheckedWithoutStartingAnything() {
        TandemProcess tandem = start(Map.of(), "--check-config", "--data", data().toString());

        assertThat(tandem.exitCode()).isZero();
        assertThat(tandem.output()).isEqualTo("The settings are good.\n");
        assertThat(data()).doesNotExist();
    }

    @Test
    void aSignalInTheMiddleOfTheStartLeavesNothingBehind() {
        TandemProcess tandem = start();
        Awaitility.await().atMost(TandemProcess.PATIENCE).until(() -> !stores().isEmpty());

        tandem.signalGroup("INT");

        assertThat(tandem.exitCode()).isZero();
        assertThat(tandem.output()).isEmpty();
        assertThat(stores()).isEmpty();
    }

    @Test
    void aTokenForTryingModerationIsPrintedOnceThereIsSomethingToTry() throws IOException {
        String data = data().toString();
        TandemProcess tooEarly = start(Map.of(), "token", "--role", "moderator", "--data", data);
        assertThat(tooEarly.exitCode()).isEqualTo(2);
        assertThat(tooEarly.errors().lines()).hasSize(1);

        Files.createDirectories(data());
        Files.writeString(data().resolve("tandem.env"), "TANDEM_TOKEN_SECRET='k1:0123456789abcdef0123456789abcdef'\n");
        TandemProcess token = start(Map.of(), "token", "--role", "moderator", "--data", data);

        assertThat(token.exitCode()).isZero();
        assertThat(token.output()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\n");
    }

    private void remember(String value) throws SQLException, IOException {
        try (Connection database = database();
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE remembered AS SELECT '" + value + "' AS value");
        }
        assertThat(redis("SET remembered \"" + value + "\"")).isEqualTo("+OK");
    }

    /** The same from both stores. */
    private String remembered() throws SQLException, IOException {
        try (Connection database = database();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM remembered")) {
            assertThat(row.next()).isTrue();
            assertThat(redis("STRLEN remembered"))
                    .isEqualTo(":" + row.getString(1).length());
            return row.getString(1);
        }
    }

    private URI address(String key) throws IOException {
        return URI.create(EnvironmentFile.in(data()).before(key).orElseThrow());
    }

    private Connection database() throws SQLException, IOException {
        URI address = address("TANDEM_POSTGRES_URL");
        String[] login = address.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + address.getPort() + "/postgres", login[0], login[1]);
    }

    private String redis(String command) throws IOException {
        URI address = address("TANDEM_REDIS_URL");
        String password = address.getUserInfo().split(":", 2)[1];
        return InlineRedis.ask(address.getPort(), "AUTH " + password, command);
    }
}
