-- Messages to everybody that are not sent to all yet. progress is where the next step begins.

CREATE TABLE broadcasts (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  audience TEXT NOT NULL,
  sender TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  ext TEXT NOT NULL,
  progress TEXT
);
