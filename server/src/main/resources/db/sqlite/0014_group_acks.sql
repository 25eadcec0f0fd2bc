-- Who has read a message of a group, where its sender asked for receipts.
CREATE TABLE group_acks (
  message INTEGER NOT NULL,
  name TEXT NOT NULL,
  app INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (message, name)
) WITHOUT ROWID;

CREATE INDEX group_acks_by_user ON group_acks (app, name);

CREATE INDEX group_acks_by_age ON group_acks (at);
