-- Exception storage: callbacks that were given up, until a resend delivers them or they expire.
-- slot: the ten minutes in which it was stored, yyyyMMddHHmm. rounds: how many resends failed.
-- job: the job that has it in hand. Holds the trouble and nothing else: empty while all is well.
CREATE TABLE exceptions (
  app INTEGER NOT NULL,
  slot INTEGER NOT NULL,
  delivery INTEGER NOT NULL,
  rounds INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  job INTEGER,
  PRIMARY KEY (app, slot, delivery)
) WITHOUT ROWID;

CREATE UNIQUE INDEX exceptions_by_delivery ON exceptions (delivery);

CREATE INDEX exceptions_by_age ON exceptions (stored);

CREATE INDEX exceptions_of_job ON exceptions (job) WHERE job IS NOT NULL;

-- Jobs that send callbacks once more. kind: 0 resend, 1 replay. state: 0 running, 1 done,
-- 2 cancelled, 3 failed. From slot to until: what is selected, null where it does not matter; calls
-- are call ids, one to a line. Of these, what has an id in (cursor, last] is still to be walked.
-- A number is never given twice: it is also the number of the job's lanes.
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  app INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  slot INTEGER,
  calls TEXT,
  rule INTEGER,
  conversation TEXT,
  delivery_state INTEGER,
  operation TEXT,
  subject TEXT,
  since INTEGER,
  until INTEGER,
  target TEXT,
  rate INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  last INTEGER NOT NULL,
  queued INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  created INTEGER NOT NULL,
  finished INTEGER,
  reason TEXT
);

CREATE INDEX jobs_running ON jobs (app) WHERE state = 0;

CREATE INDEX jobs_finished ON jobs (finished) WHERE finished IS NOT NULL;

-- What jobs have put into the outbox and is not delivered yet: bounded for each job.
CREATE INDEX deliveries_of_job ON deliveries (job, rule, conversation)
  WHERE state = 0 AND job IS NOT NULL;
