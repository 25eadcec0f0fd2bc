-- Callbacks that are fetched: how far each consumer of a rule has come. committed is the id of a
-- delivery; everything of the rule up to it is done.

CREATE TABLE consumers (
  rule INTEGER NOT NULL,
  name TEXT NOT NULL,
  committed INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (rule, name)
) WITHOUT ROWID;

-- Holds the callbacks of rules that only offer them: what is sent does not pay for it.
CREATE INDEX deliveries_offered ON deliveries (rule) WHERE state = 5;

-- Rules as they were, for whoever asks later why a callback did not come: one row for each version,
-- from one time to another (null: still). The document has no secrets.

CREATE TABLE rule_history (
  rule INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  app INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (rule, since)
);

CREATE INDEX rule_history_by_app ON rule_history (app, rule, since);

CREATE INDEX rule_history_ended ON rule_history (until) WHERE until IS NOT NULL;
