-- Stream messages that come in chunks, and those that ended within the last day. The text of the
-- chunks is kept until the message has the whole one.

CREATE TABLE streams (
  message BIGINT PRIMARY KEY,
  app BIGINT NOT NULL,
  sender TEXT NOT NULL,
  target TEXT NOT NULL,
  to_group SMALLINT NOT NULL,
  format TEXT NOT NULL,
  kept SMALLINT NOT NULL,
  seq BIGINT NOT NULL,
  chunks INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  began BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  state TEXT NOT NULL
);

CREATE INDEX streams_open ON streams (changed) WHERE state = 'OPEN';

CREATE INDEX streams_ended ON streams (changed) WHERE state <> 'OPEN';

CREATE TABLE stream_chunks (
  message BIGINT NOT NULL,
  chunk INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (message, chunk)
);
