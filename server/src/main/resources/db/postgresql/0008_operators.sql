-- People who look after the installation. role: viewer, operator, admin. Of a token only the hash is
-- kept.

CREATE TABLE operators (
  name TEXT COLLATE "C" PRIMARY KEY,
  role TEXT NOT NULL,
  token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
  created BIGINT NOT NULL
);
