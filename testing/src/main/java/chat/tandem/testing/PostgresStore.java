package chat.tandem.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database of its own in a real PostgreSQL that the tests of one JVM share, see {@link Stores}. */
public final class PostgresStore implements AutoCloseable {
    private static final String ADDRESS = "TANDEM_TEST_POSTGRES_URL";

    private final String url;
    private final Runnable stop;

    private PostgresStore(String url, Runnable stop) {
        this.url = url;
        this.stop = stop;
    }

    static PostgresStore open() {
        String given = System.getenv(ADDRESS);
        if (given != null && !given.isBlank()) {
            return new PostgresStore(given, () -> {});
        }
        if (Containers.available()) {
            Containers.Running postgres = Containers.postgres();
            return new PostgresStore(postgres.url(), postgres::close);
        }
        PostgresProcess process = PostgresProcess.start();
        return new PostgresStore(process.url(), process::close);
    }

    /** Returns the address, such as {@code postgresql://postgres:secret@127.0.0.1:40124/test_1f2e…}. */
    public String url() {
        return url;
    }

    /** Returns the address for JDBC, user and password included. */
    public String jdbcUrl() {
        URI address = URI.create(url);
        String[] user = address.getUserInfo().split(":", 2);
        return "jdbc:postgresql://" + address.getHost() + ":" + address.getPort() + address.getPath() + "?user="
                + user[0] + "&password=" + user[1];
    }

    /** Makes a new, empty database beside this one. */
    public PostgresStore fresh() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name);
        return new PostgresStore(url.substring(0, url.lastIndexOf('/') + 1) + name, () -> {});
    }

    /** Runs one SQL statement. */
    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused the statement", e);
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
