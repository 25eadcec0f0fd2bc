-- Uploaded files; their bytes are in the data folder. An id begins with its time of upload, so that
-- new rows land at the end and the expired ones are at the beginning. withdrawn rows are there for
-- nobody; they wait for the sweep.

CREATE TABLE files (
  id TEXT COLLATE "C" PRIMARY KEY,
  app BIGINT NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  secret_hash TEXT,
  withdrawn SMALLINT NOT NULL
);

CREATE INDEX files_withdrawn ON files (id) WHERE withdrawn = 1;
