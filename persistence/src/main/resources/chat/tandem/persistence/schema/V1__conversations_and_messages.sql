-- What is kept of strangers' conversations. Every write is an upsert that may come twice and in any order:
-- what only a later entry of the stream knows is null until then.

-- A person, written at the first durable act (the first match), never at `hello`.
CREATE TABLE users (
  id         uuid PRIMARY KEY,
  first_seen timestamptz NOT NULL,
  name       text,
  named_at   timestamptz           -- when `name` was last said; the latest name wins, whatever order they arrive in
);

CREATE TABLE conversations (
  id         uuid PRIMARY KEY,     -- UUIDv7, made at the match
  a          uuid NOT NULL REFERENCES users,
  b          uuid NOT NULL REFERENCES users,
  started_at timestamptz,          -- null while only its end is known
  ended_at   timestamptz,
  end_reason text,
  ended_by   uuid,
  CHECK (a <> b)
);

-- A message is (conversation, sender, the sender's own id) and nothing else. Conversation ids are UUIDv7, so a range of
-- them is a span of time: identity, the history of one conversation and retention each touch one partition.
-- No foreign key to `conversations`: a message may arrive before its conversation, and this is the hot table.
CREATE TABLE messages (
  sequence     bigint NOT NULL,
  sent_at      timestamptz NOT NULL,
  conversation uuid NOT NULL,
  sender       uuid NOT NULL,
  id           uuid NOT NULL,
  type         text NOT NULL,
  body         text,               -- of a text
  url          text,               -- of an image
  PRIMARY KEY (conversation, sender, id)
) PARTITION BY RANGE (conversation);

CREATE INDEX messages_by_sequence ON messages (conversation, sequence);

-- How far somebody has read. Updated in place, so pages keep room for the next version of a row.
CREATE TABLE read_positions (
  conversation uuid NOT NULL,
  reader       uuid NOT NULL,
  sequence     bigint NOT NULL,
  read_at      timestamptz NOT NULL,
  PRIMARY KEY (conversation, reader)
) WITH (fillfactor = 80);

-- The lowest UUIDv7 of a moment.
CREATE FUNCTION uuid_v7_floor(moment timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the partition for the month (UTC) that holds the moment; answers whether it was missing. Attaching, unlike
-- CREATE TABLE … PARTITION OF, does not stop the writers of other partitions.
CREATE FUNCTION ensure_messages_partition(moment timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  month     timestamp := date_trunc('month', moment AT TIME ZONE 'UTC');
  partition text := 'messages_' || to_char(month, 'YYYY_MM');
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN false;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('tandem messages partitions'));
  -- Not to_regclass again: it may remember what it did not find while this waited for the lock.
  IF EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'messages'::regclass
      AND (SELECT relname FROM pg_class WHERE oid = inhrelid) = partition) THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE messages INCLUDING ALL)', partition);
  EXECUTE format('ALTER TABLE messages ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition,
    uuid_v7_floor(month AT TIME ZONE 'UTC'), uuid_v7_floor((month + interval '1 month') AT TIME ZONE 'UTC'));
  RETURN true;
END
$$;

-- Makes the partitions of this month and of the `ahead` months after it; answers how many were missing.
CREATE FUNCTION ensure_messages_partitions(ahead integer) RETURNS integer
LANGUAGE sql AS $$
  SELECT count(*) FILTER (WHERE ensure_messages_partition(month AT TIME ZONE 'UTC'))::integer
  FROM generate_series(date_trunc('month', now() AT TIME ZONE 'UTC'),
    date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead), interval '1 month') AS month
$$;
