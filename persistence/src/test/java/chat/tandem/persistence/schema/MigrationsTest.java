package chat.tandem.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.persistence.Database;
import chat.tandem.persistence.store.PostgresAddress;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
class MigrationsTest {

    private static final int THIS_MONTH_AND_TWO = 3;

    @Test
    void anEmptyDatabaseGetsItsTablesAndThePartitionsOfTheNextMonths(PostgresStore postgres) {
        var outcome = Migrations.migrate(PostgresAddress.parse(postgres.url()), 2);

        assertThat(outcome.applied()).isEqualTo(SchemaVersion.MINIMUM);
        assertThat(outcome.partitions()).isEqualTo(THIS_MONTH_AND_TWO);
    }

    @Test
    void aSecondMigrationFindsNothingToDo(PostgresStore postgres) {
        Database.migrated(postgres); // this month and two, so the one after this is there even if it begins now

        assertThat(Migrations.migrate(PostgresAddress.parse(postgres.url()), 1))
                .isEqualTo(new Migrations.Outcome(0, 0));
    }

    @Test
    void ofThreeProcessesThatMigrateAtOnceOneDoesIt(PostgresStore postgres) throws Exception {
        var address = PostgresAddress.parse(postgres.url());
        try (var threads = Executors.newFixedThreadPool(3)) {
            var outcomes = threads.invokeAll(IntStream.range(0, 3)
                    .<java.util.concurrent.Callable<Migrations.Outcome>>mapToObj(
                            i -> () -> Migrations.migrate(address, 2))
                    .toList());
            int applied = 0;
            int partitions = 0;
            for (var outcome : outcomes) {
                applied += outcome.get().applied();
                partitions += outcome.get().partitions();
            }
            assertThat(applied).isEqualTo(SchemaVersion.MINIMUM);
            assertThat(Database.at(postgres.url())
                            .number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'messages'::regclass"))
                    .as("the months that are there, each made once")
                    .isEqualTo(partitions)
                    .isGreaterThanOrEqualTo(THIS_MONTH_AND_TWO);
        }
    }

    @Test
    void whatTheVersionBeforeStoredIsKeptAndOfTwoMessagesInOnePlaceTheLater(PostgresStore postgres) {
        Database database = Database.at(postgres.url());
        migrateTo("3", postgres);
        database.execute("SELECT ensure_messages_partitions(1)");
        String month = database.rows("SELECT 'messages_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')")
                .getFirst();
        for (String table : List.of("messages", "reported_messages")) {
            database.execute("""
                    INSERT INTO %s (conversation, sender, id, sequence, sent_at, type, body)
                    SELECT uuid_v7_floor(now()), gen_random_uuid(), gen_random_uuid(), n / 2,
                      now() + n * interval '1 s', 'text', 'number ' || n FROM generate_series(2, 5) AS n
                    """.formatted(table));
        }

        assertThat(Migrations.migrate(PostgresAddress.parse(postgres.url()), 1).applied())
                .isEqualTo(1);

        for (String table : List.of("messages", "reported_messages")) {
            assertThat(database.rows("SELECT sequence, body FROM " + table + " ORDER BY 1"))
                    .containsExactly("1|number 3", "2|number 5");
        }
        assertThat(database.rows("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
                .isEmpty();
        assertThat(database.rows("SELECT indexname FROM pg_indexes WHERE tablename = '" + month + "'"))
                .containsExactly(month + "_by_place");
    }

    @Test
    void anIndexThatAnOperatorMadeBeforeIsTaken(PostgresStore postgres) {
        Database database = Database.at(postgres.url());
        migrateTo("3", postgres);
        database.execute("SELECT ensure_messages_partitions(1)");
        String month = database.rows("SELECT 'messages_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')")
                .getFirst();
        database.execute(
                "CREATE UNIQUE INDEX CONCURRENTLY %1$s_by_place ON %1$s (conversation, sequence)".formatted(month));
        String made =
                database.rows("SELECT '" + month + "_by_place'::regclass::oid").getFirst();

        Migrations.migrate(PostgresAddress.parse(postgres.url()), 1);

        assertThat(database.rows("SELECT '" + month + "_by_place'::regclass::oid"))
                .containsExactly(made);
        assertThat(database.rows("SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = " + made))
                .containsExactly("messages_by_place");
    }

    private static void migrateTo(String version, PostgresStore postgres) {
        var address = PostgresAddress.parse(postgres.url());
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .locations("classpath:chat/tandem/persistence/schema")
                .table(SchemaVersion.TABLE)
                .target(version)
                .load()
                .migrate();
    }

    @Test
    void aDatabaseThatANewerProcessMigratedIsLeftAsItIs(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        database.execute("INSERT INTO schema_history SELECT 99, '99', 'from the future', type, 'V99__x.sql', 1,"
                + " installed_by, now(), 1, true FROM schema_history WHERE version = '1'");

        assertThat(Migrations.migrate(PostgresAddress.parse(postgres.url()), 2).applied())
                .isZero();
    }

    @Test
    void theSchemaVersionIsZeroBeforeTheFirstMigration(Vertx vertx, PostgresStore postgres) {
        var settings = chat.tandem.persistence.store.PostgresSettings.of(PostgresAddress.parse(postgres.url()));
        var pools = chat.tandem.persistence.store.Pools.open(vertx, settings);

        assertThat(SchemaVersion.of(pools.reads()).await()).isZero();
        Database.migrated(postgres);
        assertThat(SchemaVersion.of(pools.reads()).await()).isEqualTo(SchemaVersion.MINIMUM);
    }

    @Test
    void anUnreachableDatabaseIsNamedWithoutItsPassword() {
        var nowhere = PostgresAddress.parse("postgresql://someone:s3cret@127.0.0.1:1/tandem");

        assertThatThrownBy(() -> Migrations.migrate(nowhere, 2))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("someone@127.0.0.1:1/tandem")
                .hasMessageNotContaining("s3cret");
    }
}
