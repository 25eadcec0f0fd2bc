-- Callback rules. What only the callback room reads is one JSON document. A number is never given
-- twice: deliveries of a deleted rule must not become those of a new one.

CREATE TABLE rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  UNIQUE (app, name)
);
