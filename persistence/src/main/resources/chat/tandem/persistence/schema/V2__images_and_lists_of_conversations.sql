-- What the images in messages need, and what lists a person's conversations. Additive: a build that knows only version 1
-- goes on working. Making the indexes stops the writers of `conversations` for as long as it takes; the stream waits.

-- Which conversation shows which image, written in one transaction with the message. An image that is in no row here is
-- shown by nobody.
CREATE TABLE uploads (
  key          text NOT NULL,        -- of the object in the storage: the last part of the message's url
  conversation uuid NOT NULL,
  owner        uuid NOT NULL,
  sent_at      timestamptz NOT NULL,
  PRIMARY KEY (key, conversation)
);

CREATE INDEX uploads_by_owner ON uploads (owner);

-- A person's conversations, newest first: the ids are UUIDv7, so each index has them in order, and a page is merged from
-- the two without sorting.
CREATE INDEX conversations_by_a ON conversations (a, id);
CREATE INDEX conversations_by_b ON conversations (b, id);

-- The end of a conversation is an update of its row. With room left in the page the new version stays beside the old one,
-- and the indexes get no second entry.
ALTER TABLE conversations SET (fillfactor = 80);
