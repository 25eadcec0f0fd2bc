-- The outbox: callbacks, the attempts to deliver them, and the rules that stand still.
-- state: 0 pending, 1 delivered, 2 stored, 3 discarded, 4 expired, 5 offered.
-- kind: 0 live, 1 replay, 2 test.
-- A replay knows the delivery it repeats (origin) and the job that asked for it.
-- next_attempt is null until a retry puts it off.
-- From started to answer: the attempt that delivered it, if it fits; null before. Written by the
-- statement that marks the row, it costs no row of its own.
-- trace is the traceparent of the request that caused the callback, and its tracestate after a blank.
-- The body comes last: reading a list does not touch it. The newest row is never deleted, because
-- SQLite would give its id to the next.

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt INTEGER,
  kind INTEGER NOT NULL,
  app INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  call_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  subject TEXT NOT NULL,
  created INTEGER NOT NULL,
  started INTEGER,
  status INTEGER,
  dns INTEGER,
  connect INTEGER,
  tls INTEGER,
  first_byte INTEGER,
  total INTEGER,
  answer TEXT,
  trace TEXT,
  origin INTEGER,
  job INTEGER,
  body BLOB NOT NULL
);

-- Lanes with something to deliver. Holds the backlog and nothing else: small while all is well.
CREATE INDEX deliveries_pending ON deliveries (rule, partition, conversation) WHERE state = 0;

-- Retries by the time they fall due.
CREATE INDEX deliveries_due ON deliveries (next_attempt)
  WHERE state = 0 AND next_attempt IS NOT NULL;

CREATE INDEX deliveries_by_call ON deliveries (call_id);

CREATE INDEX deliveries_by_subject ON deliveries (subject);

-- Attempts that are not in the row of their delivery. Times that parts of one took are microseconds.
CREATE TABLE attempts (
  delivery INTEGER NOT NULL,
  number INTEGER NOT NULL,
  started INTEGER NOT NULL,
  status INTEGER,
  failure TEXT,
  error TEXT,
  dns INTEGER,
  connect INTEGER,
  tls INTEGER,
  first_byte INTEGER,
  total INTEGER NOT NULL,
  answer TEXT,
  verdict TEXT NOT NULL,
  PRIMARY KEY (delivery, number)
) WITHOUT ROWID;

CREATE VIEW all_attempts AS
  SELECT delivery, number, started, status, failure, error, dns, connect, tls, first_byte, total,
    answer, verdict
  FROM attempts
  UNION ALL
  SELECT id, attempts, started, status, NULL, NULL, dns, connect, tls, first_byte, total,
    answer, 'delivered'
  FROM deliveries WHERE started IS NOT NULL;

-- Rules that stand still, and why.
CREATE TABLE rule_states (
  rule INTEGER PRIMARY KEY,
  paused TEXT NOT NULL,
  since INTEGER NOT NULL
);

-- Bans of rules with policy vendor; those of the last 24 hours decide how long the next one is.
CREATE TABLE rule_bans (
  rule INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (rule, since)
) WITHOUT ROWID;
