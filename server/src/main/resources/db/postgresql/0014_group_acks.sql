-- Who has read a message of a group, where its sender asked for receipts.
CREATE TABLE group_acks (
  message BIGINT NOT NULL,
  name TEXT NOT NULL,
  app BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (message, name)
);

CREATE INDEX group_acks_by_user ON group_acks (app, name);

CREATE INDEX group_acks_by_age ON group_acks (at);
