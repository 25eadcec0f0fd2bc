-- The files that groups share are files with a group. They are kept until somebody takes them away.
-- owner: who uploaded one; null if the app's server did.

ALTER TABLE files ADD COLUMN group_id BIGINT;

ALTER TABLE files ADD COLUMN owner TEXT;

CREATE INDEX files_of_group ON files (group_id, id) WHERE group_id IS NOT NULL AND withdrawn = 0;

CREATE INDEX files_of_owner ON files (app, owner) WHERE owner IS NOT NULL;

-- The only users who may see a message of a group, the sender among them. A message without a row is
-- for everybody.
CREATE TABLE message_readers (
  message BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (message, name)
);
