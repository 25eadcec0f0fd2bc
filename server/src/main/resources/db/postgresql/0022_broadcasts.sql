-- Messages to everybody that are not sent to all yet. progress is where the next step begins.

CREATE TABLE broadcasts (
  id BIGINT PRIMARY KEY,
  app BIGINT NOT NULL,
  audience TEXT NOT NULL,
  sender TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  ext TEXT NOT NULL,
  progress TEXT
);
