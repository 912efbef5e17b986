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
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A migrated database to look into, and to take away and give back. */
public final class Database {

    private final PostgresAddress address;

    private Database(PostgresAddress address) {
        this.address = address;
    }

    /** As it is. */
    public static Database at(String url) {
        return new Database(PostgresAddress.parse(url));
    }

    /** Migrates it. */
    public static Database migrated(PostgresStore store) {
        Database database = at(store.url());
        Migrations.migrate(database.address, 2);
        return database;
    }

    /** With timeouts that suit a test. */
    public PostgresSettings settings() {
        return settings(Duration.ofSeconds(10));
    }

    /** The same with another limit of a statement. */
    public PostgresSettings settings(Duration statement) {
        return new PostgresSettings(address, Duration.ofSeconds(5), statement, 2, 2);
    }

    /** The partition of messages for the month (UTC) in which a conversation began; it need not be there. */
    public static String monthOf(UUID conversation) {
        return "messages_%1$tY_%1$tm".formatted(began(conversation));
    }

    private static OffsetDateTime began(UUID conversation) {
        return Instant.ofEpochMilli(conversation.getMostSignificantBits() >>> 16)
                .atOffset(ZoneOffset.UTC);
    }

    /** Makes that partition, as the writer does that misses it. */
    public void ensureMonthOf(UUID conversation) {
        execute("SELECT ensure_messages_partition('" + began(conversation) + "')");
    }

    /** Connections as the service has them. */
    public Pools open(Vertx vertx) {
        return Pools.open(vertx, settings());
    }

    /** Runs a statement. */
    public void execute(String sql) {
        execute(address.jdbcUrl(), sql);
    }

    /** The rows of a query, each as its columns between bars. */
    public List<String> rows(String sql) {
        try (Connection connection = connect(address.jdbcUrl());
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

    /** Does something while every writer of messages waits for a lock; readers do not notice. */
    public void whileWritersWait(Runnable meanwhile) {
        whileLocked("LOCK TABLE messages IN SHARE MODE", meanwhile);
    }

    /** Does something while somebody else's transaction is open, which began with a statement and is rolled back then. */
    public void whileLocked(String statement, Runnable meanwhile) {
        try (Connection connection = connect(address.jdbcUrl())) {
            connection.setAutoCommit(false);
            connection.createStatement().execute(statement);
            meanwhile.run();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** From beside the database, where one still gets in. */
    private void administer(String sql) {
        String own = address.database();
        String url = address.jdbcUrl();
        execute(url.substring(0, url.lastIndexOf('/') + 1) + "postgres", sql.formatted(own));
    }

    private void execute(String url, String sql) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, address.user(), address.password());
    }
}
