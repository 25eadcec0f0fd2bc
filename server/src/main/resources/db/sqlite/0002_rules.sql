-- Callback rules. What only the callback room reads is one JSON document.

CREATE TABLE rules (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  UNIQUE (app, name)
);
