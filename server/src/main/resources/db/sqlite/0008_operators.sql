-- People who look after the installation. role: viewer, operator, admin. Of a token only the hash is
-- kept.

CREATE TABLE operators (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL
) WITHOUT ROWID;
