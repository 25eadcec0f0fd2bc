-- The outbox.

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  partition INTEGER NOT NULL,
  call_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  subject TEXT NOT NULL,
  body BLOB NOT NULL,
  created INTEGER NOT NULL
);
