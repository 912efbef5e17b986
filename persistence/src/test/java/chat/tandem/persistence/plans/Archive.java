package chat.tandem.persistence.plans;

import chat.tandem.persistence.Database;

/**
 * The conversations of a year that ends with June 2026, whatever day it is, so that all its months hold alike: ten
 * messages in each, half of them read, but one that is a hundredth of all; an image in each; and one person who had very
 * many.
 *
 * @param messages how many in all
 */
record Archive(Database database, long messages) {

    long conversations() {
        return messages / 10;
    }

    /** Messages of the long conversation. */
    long longest() {
        return messages / 100;
    }

    /** Conversations of the person who had very many, about. */
    long most() {
        return Math.min(10_000, conversations() / 20);
    }

    private long people() {
        return Math.max(50_000, conversations() / 2);
    }

    /** Fills the tables. */
    Archive fill() {
        database.rows("""
            SELECT ensure_messages_partition('2026-06-30T12:00:00Z'::timestamptz - make_interval(months => n))
            FROM generate_series(0, 11) AS n
            """);
        fillPeopleAndConversations();
        fillMessages();
        database.execute("VACUUM ANALYZE");
        return this;
    }

    private void fillPeopleAndConversations() {
        database.execute("""
            INSERT INTO users SELECT md5(n::text)::uuid, now(), 'Person ' || n, now() FROM generate_series(0, %d) AS n
            """.formatted(people()));
        // Of every so many conversations, one is of the person who had very many.
        database.execute("""
            CREATE UNLOGGED TABLE archive AS
            SELECT n,
              (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0')
                || '8' || lpad(to_hex(n), 15, '0'))::uuid AS id,
              md5((CASE WHEN n %% %2$d = 0 AND n %% 2 = 0 THEN %3$d ELSE n * 7 %% %3$d END)::text)::uuid AS a,
              md5((CASE WHEN n %% %2$d = 0 AND n %% 2 = 1 THEN %3$d ELSE (n * 7 + 1 + n %% 5) %% %3$d END)::text)::uuid AS b
            FROM (
              SELECT n, '2026-06-30T23:59:59Z'::timestamptz - (%1$d - n) * interval '364 days' / %1$d AS at
              FROM generate_series(1, %1$d) AS n
            ) AS year
            """.formatted(conversations(), conversations() / most() | 1, people()));
        database.execute("""
            INSERT INTO conversations (id, a, b, started_at) SELECT id, a, b, now() FROM archive
            """);
        database.execute("""
            INSERT INTO read_positions SELECT id, reader, 5, now() FROM archive, unnest(ARRAY[a, b]) AS reader
            """);
    }

    private void fillMessages() {
        database.execute("""
            INSERT INTO messages
            SELECT s, now(), id, CASE WHEN s %% 2 = 0 THEN a ELSE b END, gen_random_uuid(), 'text',
              'Message ' || s || ' of a conversation, about as long as people write to each other'
            FROM archive, generate_series(1, CASE WHEN n = %d THEN %d ELSE 10 END) AS s
            """.formatted(conversations() / 2, longest()));
        database.execute("""
            INSERT INTO uploads SELECT '20260630-' || md5(n::text), id, a, now() FROM archive
            """);
    }
}
