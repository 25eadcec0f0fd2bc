-- Answers to calls that carried an idempotency key, to be given again.

CREATE TABLE kept_answers (
  app INTEGER NOT NULL,
  caller TEXT NOT NULL,
  call_key TEXT NOT NULL,
  request TEXT NOT NULL,
  claimed INTEGER NOT NULL,
  status INTEGER NOT NULL,
  answer BLOB NOT NULL,
  PRIMARY KEY (app, caller, call_key)
) WITHOUT ROWID;

CREATE INDEX kept_answers_by_time ON kept_answers (claimed);
