package chat.tandem.e2e.write;

import chat.tandem.bench.processor.ProcessTree;
import chat.tandem.testing.PostgresProcess;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Lets several ways store messages of the same kind into the same, empty table with the same indexes, in turns, so that
 * what disturbs the machine disturbs all of them.
 */
final class Contest {
    private static final int WARM_UP = 2;

    private final PostgresProcess postgres;
    private final int bodyLength;
    private final Consumer<String> progress;
    private long seed;

    Contest(PostgresProcess postgres, int bodyLength, Consumer<String> progress) {
        this.postgres = postgres;
        this.bodyLength = bodyLength;
        this.progress = progress;
    }

    private record Round(double perSecond, double postgresMicros) {}

    /**
     * Who takes part.
     *
     * @param messages that it stores in a round
     */
    record Entrant(Way way, int messages) {}

    /** The first rounds warm up and do not count. */
    List<Measurement> run(List<Entrant> entrants, int rounds) throws Exception {
        var all = new ArrayList<List<Round>>();
        entrants.forEach(entrant -> all.add(new ArrayList<>()));
        for (int number = 0; number < WARM_UP + rounds; number++) {
            for (int i = 0; i < entrants.size(); i++) {
                var entrant = entrants.get(i);
                var round = round(entrant.way, entrant.messages);
                progress.accept("%s: %.0f/s".formatted(entrant.way.name(), round.perSecond));
                if (number >= WARM_UP) {
                    all.get(i).add(round);
                }
            }
        }
        var measured = new ArrayList<Measurement>();
        for (int i = 0; i < entrants.size(); i++) {
            measured.add(measurement(entrants.get(i), all.get(i)));
        }
        return measured;
    }

    private Round round(Way way, int count) throws Exception {
        var rows = Row.some(count, bodyLength, ++seed);
        var storing = way.of(rows);
        execute("TRUNCATE messages");
        execute("CHECKPOINT");
        var tree = new ProcessTree(List.of(postgres.pid()));
        var processor = tree.processorNanos();
        var begun = System.nanoTime();
        storing.run();
        var seconds = (System.nanoTime() - begun) / 1e9;
        var used = tree.processorNanos() - processor;
        var stored = count();
        if (stored != count) {
            throw new IllegalStateException(way.name() + " stored " + stored + " of " + count);
        }
        return new Round(count / seconds, used / 1e3 / count);
    }

    private static Measurement measurement(Entrant entrant, List<Round> rounds) {
        return new Measurement(
                entrant.way.name(),
                entrant.messages,
                median(rounds, Round::perSecond),
                rounds.stream().mapToDouble(Round::perSecond).min().orElse(0),
                rounds.stream().mapToDouble(Round::perSecond).max().orElse(0),
                median(rounds, Round::postgresMicros));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        var sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count() throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl());
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM messages")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
