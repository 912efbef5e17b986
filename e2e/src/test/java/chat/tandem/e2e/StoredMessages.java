package chat.tandem.e2e;

import chat.tandem.testing.PostgresStore;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The messages of strangers as PostgreSQL holds them. */
final class StoredMessages {
    private StoredMessages() {}

    /** All of them, by conversation and sequence. */
    static List<Ledger.Message> of(PostgresStore postgres) {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT conversation, sender, id, body, sequence FROM messages"
                        + " ORDER BY conversation, sequence")) {
            var messages = new ArrayList<Ledger.Message>();
            while (rows.next()) {
                messages.add(message(rows));
            }
            return messages;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Ledger.Message message(ResultSet row) throws SQLException {
        return new Ledger.Message(
                row.getString("conversation"),
                row.getString("sender"),
                row.getString("id"),
                row.getString("body"),
                row.getLong("sequence"));
    }
}
