package chat.tandem.e2e.check;

import chat.tandem.testing.PostgresProcess;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Databases of one PostgreSQL: one with Tandem's tables and nothing in them, and a copy of it for each run. */
final class Databases {
    private static final String EMPTY = "empty";

    private final PostgresProcess postgres;
    private int copies;

    private Databases(PostgresProcess postgres) {
        this.postgres = postgres;
    }

    /** @param migrate makes the tables in the database at the given address */
    static Databases over(PostgresProcess postgres, Consumer<String> migrate) {
        var databases = new Databases(postgres);
        databases.execute("CREATE DATABASE " + EMPTY);
        migrate.accept(databases.url(EMPTY));
        return databases;
    }

    /** A new one; the one before goes. Returns its address. */
    String next() {
        execute("DROP DATABASE IF EXISTS run" + copies + " WITH (FORCE)");
        copies++;
        execute("CREATE DATABASE run" + copies + " TEMPLATE " + EMPTY);
        return url("run" + copies);
    }

    private String url(String database) {
        var url = postgres.url();
        return url.substring(0, url.lastIndexOf('/') + 1) + database;
    }

    private void execute(String sql) {
        try (var connection = connect(postgres.url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Connects to an address such as {@code postgresql://user:password@127.0.0.1:5432/run1}. */
    static Connection connect(String url) throws SQLException {
        var address = URI.create(url);
        var user = address.getUserInfo().split(":", 2);
        return DriverManager.getConnection("jdbc:postgresql://" + address.getHost() + ":" + address.getPort()
                + address.getPath() + "?user=" + user[0] + "&password=" + user[1]);
    }
}
