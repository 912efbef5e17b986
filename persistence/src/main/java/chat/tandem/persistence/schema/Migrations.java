package chat.tandem.persistence.schema;

import chat.tandem.persistence.store.PostgresAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the tables to the version that this build knows: forward only, each migration in a transaction, one process
 * at a time under a lock of the database (a second one waits and then finds nothing to do).
 *
 * <p>Blocks; call it from {@code main} or from a worker thread.
 */
public final class Migrations {

    private static final String PLACE = "classpath:chat/tandem/persistence/schema";

    private Migrations() {}

    /**
     * What was done.
     *
     * @param applied migrations applied now, 0 when the schema was up to date
     * @param partitions monthly partitions made now
     */
    public record Outcome(int applied, int partitions) {}

    /**
     * Migrates, and makes the partitions of this month and of those ahead.
     *
     * @param address the database, as a role that owns its tables
     * @param monthsAhead how many months after this one get their partition; 0 or more
     * @throws SchemaException when PostgreSQL cannot be reached or refuses
     */
    public static Outcome migrate(PostgresAddress address, int monthsAhead) {
        try {
            MigrateResult result = flyway(address).migrate();
            return new Outcome(result.migrationsExecuted, makePartitions(address, monthsAhead));
        } catch (RuntimeException | SQLException failure) {
            throw new SchemaException("migrations failed on " + address, failure);
        }
    }

    private static Flyway flyway(PostgresAddress address) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .locations(PLACE)
                .table(SchemaVersion.TABLE)
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                // A newer process may have migrated further already: old and new run side by side for one version.
                .ignoreMigrationPatterns("*:future")
                .connectRetries(0)
                .load();
    }

    private static int makePartitions(PostgresAddress address, int monthsAhead) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                PreparedStatement make = connection.prepareStatement(Partitions.ENSURE_JDBC)) {
            make.setInt(1, monthsAhead);
            try (var made = make.executeQuery()) {
                return made.next() ? made.getInt(1) : 0;
            }
        }
    }
}
