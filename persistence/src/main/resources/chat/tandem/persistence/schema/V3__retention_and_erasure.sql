-- What is kept for how long, and what goes when somebody goes. Additive: a build that knows only version 2 goes on working.
-- Making the index on `uploads` stops the writers of images for as long as it takes; the stream waits.

-- Everything of a person up to `erased_at` is a tombstone, or on its way to be one while `erasing_since` says since when
-- somebody works on it. A guest's id is a random UUID, that of somebody whom a host application knows a UUID of version 5.
ALTER TABLE users
  ADD COLUMN erased_at     timestamptz,
  ADD COLUMN erasing_since timestamptz;

CREATE INDEX users_being_erased ON users (erasing_since) WHERE erasing_since IS NOT NULL;

-- Images of the conversations of a month, when the month goes.
CREATE INDEX uploads_by_conversation ON uploads (conversation);

-- Images that no message shows any more. A row goes when media has said that the object is gone.
CREATE TABLE doomed_images (
  key      text PRIMARY KEY,
  asked_at timestamptz                -- when media was last asked to delete it
);

-- Whoever reports a conversation enters its id here. The rest is filled in when the conversation goes, since then it stands
-- nowhere else; its messages go to `reported_messages`, and its images stay.
CREATE TABLE reported_conversations (
  id          uuid PRIMARY KEY,
  reported_at timestamptz NOT NULL DEFAULT now(),
  a           uuid,
  b           uuid,
  started_at  timestamptz,
  ended_at    timestamptz
);

CREATE TABLE reported_messages (LIKE messages INCLUDING ALL);

-- Drops the partition of a month, after copying what was reported. Nobody waits longer than 2 s for it to begin: where it
-- cannot, it fails, and whoever calls it tries again later. Answers whether there was one.
CREATE FUNCTION drop_messages_partition(partition text) RETURNS boolean
LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tandem messages partitions'));
  IF NOT EXISTS (SELECT FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'messages'::regclass AND relname = partition) THEN
    RETURN false;
  END IF;
  -- Before the partition's own: in the order in which writers take them.
  LOCK TABLE ONLY messages IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('INSERT INTO reported_messages SELECT said.* FROM %I AS said'
    ' WHERE conversation IN (SELECT id FROM reported_conversations) ON CONFLICT DO NOTHING', partition);
  EXECUTE format('DROP TABLE %I', partition);
  RETURN true;
END
$$;
