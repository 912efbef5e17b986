package chat.tandem.e2e.write;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;

/** Ways that others go, over so many JDBC connections, each of which stores its share. */
final class JdbcWay implements Way {
    private static final String COLUMNS = "messages (conversation, sender, id, sequence, sent_at, type, body)";
    private static final int ROWS_OF_A_STATEMENT = 500;

    /** Stores a share over one connection. */
    private interface Share {
        void store(Connection connection, List<Row> rows) throws Exception;
    }

    private final String name;
    private final String url;
    private final int connections;
    private final Share share;

    private JdbcWay(String name, String url, int connections, Share share) {
        this.name = name;
        this.url = url;
        this.connections = connections;
        this.share = share;
    }

    /** One prepared INSERT and one commit for each message. */
    static Way singleInserts(String url, int connections) {
        return new JdbcWay(
                "one INSERT per message", url, connections, (connection, rows) -> insert(connection, rows, 1));
    }

    /** One prepared INSERT with VALUES for 500 messages, and a commit. */
    static Way multiRowValues(String url, int connections) {
        return new JdbcWay(
                "multi-row VALUES (" + ROWS_OF_A_STATEMENT + ")",
                url,
                connections,
                (connection, rows) -> insert(connection, rows, ROWS_OF_A_STATEMENT));
    }

    /** COPY of all, in one transaction: the limit. It cannot pass over what is there already. */
    static Way copy(String url, int connections) {
        return new JdbcWay("COPY, one transaction", url, connections, JdbcWay::copyIn);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Storing of(List<Row> rows) {
        return () -> store(rows);
    }

    private void store(List<Row> rows) throws Exception {
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var size = Math.ceilDiv(rows.size(), connections);
            var shares = new ArrayList<Future<?>>();
            for (int from = 0; from < rows.size(); from += size) {
                var part = rows.subList(from, Math.min(rows.size(), from + size));
                shares.add(threads.submit(() -> {
                    try (var connection = DriverManager.getConnection(url)) {
                        share.store(connection, part);
                    }
                    return null;
                }));
            }
            for (var done : shares) {
                done.get();
            }
        }
    }

    private static void insert(Connection connection, List<Row> rows, int atOnce) throws SQLException {
        for (int from = 0; from < rows.size(); ) {
            var count = rows.size() - from < atOnce ? 1 : atOnce;
            try (var statement = connection.prepareStatement(sql(count))) {
                do {
                    fill(statement, rows.subList(from, from + count));
                    statement.executeUpdate();
                    from += count;
                } while (from + count <= rows.size());
            }
        }
    }

    private static String sql(int rows) {
        return "INSERT INTO " + COLUMNS + " VALUES "
                + String.join(",", Collections.nCopies(rows, "(?, ?, ?, ?, ?, 'text', ?)"));
    }

    private static void fill(PreparedStatement statement, List<Row> rows) throws SQLException {
        int parameter = 0;
        for (var row : rows) {
            statement.setObject(++parameter, row.conversation());
            statement.setObject(++parameter, row.sender());
            statement.setObject(++parameter, row.id());
            statement.setLong(++parameter, row.sequence());
            statement.setTimestamp(++parameter, new Timestamp(row.sentAt()));
            statement.setString(++parameter, row.body());
        }
    }

    private static void copyIn(Connection connection, List<Row> rows) throws Exception {
        var text = new StringBuilder(rows.size() * 300);
        for (var row : rows) {
            text.append(row.conversation())
                    .append('\t')
                    .append(row.sender())
                    .append('\t')
                    .append(row.id())
                    .append('\t')
                    .append(row.sequence())
                    .append('\t')
                    .append(new Timestamp(row.sentAt()))
                    .append("\ttext\t")
                    .append(row.body())
                    .append('\n');
        }
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + COLUMNS + " FROM STDIN", new StringReader(text.toString()));
    }
}
