package chat.tandem.persistence;

import chat.tandem.persistence.schema.Migrations;
import chat.tandem.persistence.store.Pools;
import chat.tandem.persistence.store.PostgresAddress;
import chat.tandem.persistence.store.PostgresSettings;
import chat.tandem.testing.PostgresStore;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A migrated database to look into, and to take away and give back. */
public final class Database {

    private final PostgresStore store;

    private Database(PostgresStore store) {
        this.store = store;
    }

    /** Migrates it. */
    public static Database migrated(PostgresStore store) {
        Migrations.migrate(PostgresAddress.parse(store.url()), 2);
        return new Database(store);
    }

    /** With timeouts that suit a test. */
    public PostgresSettings settings() {
        return new PostgresSettings(
                PostgresAddress.parse(store.url()), Duration.ofSeconds(5), Duration.ofSeconds(10), 2, 2);
    }

    /** Connections as the service has them. */
    public Pools open(Vertx vertx) {
        return Pools.open(vertx, settings());
    }

    /** Runs a statement. */
    public void execute(String sql) {
        store.execute(sql);
    }

    /** The rows of a query, each as its columns between bars. */
    public List<String> rows(String sql) {
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl());
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The one number that a query answers. */
    public long number(String sql) {
        return Long.parseLong(rows(sql).getFirst());
    }

    /** Nobody gets in any more, and who is in is thrown out: as when the server stops. */
    public void goAway() {
        administer("ALTER DATABASE %s ALLOW_CONNECTIONS false");
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'");
    }

    /** Back again. */
    public void comeBack() {
        administer("ALTER DATABASE %s ALLOW_CONNECTIONS true");
    }

    /** Throws everybody out once. */
    public void kick() {
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'");
    }

    private void administer(String sql) {
        int slash = store.jdbcUrl().lastIndexOf('/');
        String rest = store.jdbcUrl().substring(slash + 1);
        String name = rest.substring(0, rest.indexOf('?'));
        String postgres = store.jdbcUrl().substring(0, slash + 1) + "postgres" + rest.substring(rest.indexOf('?'));
        try (Connection connection = DriverManager.getConnection(postgres)) {
            connection.createStatement().execute(sql.formatted(name));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
