-- Answers to calls that carried an idempotency key, to be given again.

CREATE TABLE kept_answers (
  app BIGINT NOT NULL,
  caller TEXT COLLATE "C" NOT NULL,
  call_key TEXT COLLATE "C" NOT NULL,
  request TEXT COLLATE "C" NOT NULL,
  claimed BIGINT NOT NULL,
  status INTEGER NOT NULL,
  answer BYTEA NOT NULL,
  PRIMARY KEY (app, caller, call_key)
);

CREATE INDEX kept_answers_by_time ON kept_answers (claimed);
