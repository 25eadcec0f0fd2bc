-- The nodes that share this database, and which of them delivers which partition.
-- A node says that it lives by counting beats; the others measure on their own clocks how long it
-- has not. renewed is for people to read. state: 0 live, 1 leaving, 2 gone. A row stays when its
-- node is gone: the number goes to somebody else as late as possible, because it is in the ids that
-- the node made.

CREATE TABLE nodes (
  number SMALLINT PRIMARY KEY,
  identity TEXT COLLATE "C" NOT NULL UNIQUE,
  boot TEXT COLLATE "C" NOT NULL,
  beat BIGINT NOT NULL,
  state SMALLINT NOT NULL,
  renewed BIGINT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  url TEXT NOT NULL
) WITH (fillfactor = 50);

-- The epoch grows whenever a partition changes hands.
CREATE TABLE partitions (
  partition SMALLINT PRIMARY KEY,
  owner SMALLINT,
  epoch BIGINT NOT NULL
) WITH (fillfactor = 50);

INSERT INTO partitions (partition, owner, epoch) SELECT p, NULL, 1 FROM generate_series(0, 255) p;

-- Counts the changes of rules. Who changes one takes this row first, and so sees every change
-- before its own; who has rules in memory sees that they are old.
CREATE TABLE rule_changes (
  version BIGINT NOT NULL
) WITH (fillfactor = 50);

INSERT INTO rule_changes (version) VALUES (0);

-- The bytes of uploaded files, in pieces: every node serves every file.
CREATE TABLE file_pieces (
  file TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (file, number)
);

ALTER TABLE file_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;
