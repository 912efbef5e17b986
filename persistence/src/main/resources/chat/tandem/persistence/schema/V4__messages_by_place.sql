-- A message is stored under its place in the conversation, which Redis gives each message once: a client that uses an old
-- message id again says something new, and that was acknowledged. A build that knows only version 3 goes on working: its
-- writes name no index.
--
-- Each month needs a unique index. An index that is there already, and valid, is taken as it is. So an operator of large
-- tables makes them before, one month after the other, without stopping anybody:
--   CREATE UNIQUE INDEX CONCURRENTLY messages_2026_11_by_place ON messages_2026_11 (conversation, sequence);
-- What is missing is made here, and stops the writers of that month for as long as it takes; the stream waits.

DO $$
DECLARE
  partition text;
  by_place  text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tandem messages partitions'));
  FOR partition IN SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'messages'::regclass ORDER BY relname LOOP
    by_place := partition || '_by_place';
    CONTINUE WHEN EXISTS (SELECT FROM pg_index
      WHERE indexrelid = to_regclass(by_place) AND indisunique AND indisvalid);
    EXECUTE format('DROP INDEX IF EXISTS %I', by_place);
    BEGIN
      EXECUTE format('CREATE UNIQUE INDEX %I ON %I (conversation, sequence)', by_place, partition);
    EXCEPTION WHEN unique_violation THEN
      -- Two messages have one place where a Redis came back that had forgotten the first. The later one counts.
      EXECUTE format('DELETE FROM %1$I AS earlier USING %1$I AS later'
        ' WHERE earlier.conversation = later.conversation AND earlier.sequence = later.sequence'
        ' AND (earlier.sent_at, earlier.sender, earlier.id) < (later.sent_at, later.sender, later.id)', partition);
      EXECUTE format('CREATE UNIQUE INDEX %I ON %I (conversation, sequence)', by_place, partition);
    END;
  END LOOP;
  CREATE UNIQUE INDEX messages_by_place ON ONLY messages (conversation, sequence);
  FOR partition IN SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'messages'::regclass LOOP
    EXECUTE format('ALTER INDEX messages_by_place ATTACH PARTITION %I', partition || '_by_place');
  END LOOP;
END
$$;

DROP INDEX messages_by_sequence;
ALTER TABLE messages DROP CONSTRAINT messages_pkey;

DELETE FROM reported_messages AS earlier USING reported_messages AS later
WHERE earlier.conversation = later.conversation AND earlier.sequence = later.sequence
  AND (earlier.sent_at, earlier.sender, earlier.id) < (later.sent_at, later.sender, later.id);
CREATE UNIQUE INDEX reported_messages_by_place ON reported_messages (conversation, sequence);
DROP INDEX reported_messages_conversation_sequence_idx;
ALTER TABLE reported_messages DROP CONSTRAINT reported_messages_pkey;

-- An erasure looks for the reported conversations of a person.
CREATE INDEX reported_conversations_by_a ON reported_conversations (a);
CREATE INDEX reported_conversations_by_b ON reported_conversations (b);

-- Since when the messages of a reported conversation stand in `reported_messages`, too.
ALTER TABLE reported_conversations ADD COLUMN copied_at timestamptz;

-- The first moment of the month that a partition holds.
CREATE FUNCTION month_of_partition(partition text) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT make_timestamp(substring(partition FROM 10 FOR 4)::integer, substring(partition FROM 15 FOR 2)::integer,
    1, 0, 0, 0) AT TIME ZONE 'UTC'
$$;

-- Copies the messages of so many reported conversations of a month that were not copied yet; answers how many they were.
-- Readers and writers are not stopped. What an erasure is about to change waits until it is copied, and is erased there.
CREATE FUNCTION copy_reported_messages(partition text, conversations integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := month_of_partition(partition);
  ids   uuid[];
BEGIN
  ids := ARRAY(SELECT id FROM reported_conversations
    WHERE copied_at IS NULL AND id >= uuid_v7_floor(month)
      AND id < uuid_v7_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')
    ORDER BY id LIMIT conversations FOR UPDATE);
  EXECUTE format('INSERT INTO reported_messages SELECT said.* FROM (SELECT * FROM %I WHERE conversation = ANY ($1)'
    ' FOR SHARE) AS said ON CONFLICT DO NOTHING', partition) USING ids;
  UPDATE reported_conversations SET copied_at = now() WHERE id = ANY (ids);
  RETURN cardinality(ids);
END
$$;

-- Drops the partition of a month when its reported messages are copied, but for the newest reports. It holds everybody up
-- while it copies those, and waits for its lock only for a moment, since others wait behind it: where it cannot have it,
-- it fails, and whoever calls it tries again later. Answers whether there was one.
CREATE OR REPLACE FUNCTION drop_messages_partition(partition text) RETURNS boolean
LANGUAGE plpgsql SET lock_timeout = '100ms' AS $$
DECLARE
  month timestamptz := month_of_partition(partition);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tandem messages partitions'));
  IF NOT EXISTS (SELECT FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'messages'::regclass AND relname = partition) THEN
    RETURN false;
  END IF;
  IF (SELECT count(*) FROM (SELECT FROM reported_conversations
      WHERE copied_at IS NULL AND id >= uuid_v7_floor(month)
        AND id < uuid_v7_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')
      LIMIT 21) AS uncopied) > 20 THEN
    RAISE EXCEPTION 'too much is not copied yet' USING ERRCODE = 'lock_not_available';
  END IF;
  -- Before the partition's own: in the order in which writers take them.
  LOCK TABLE ONLY messages IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', partition);
  PERFORM copy_reported_messages(partition, 1000);
  EXECUTE format('DROP TABLE %I', partition);
  RETURN true;
END
$$;
