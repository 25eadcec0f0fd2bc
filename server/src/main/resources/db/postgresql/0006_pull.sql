-- Callbacks that are fetched: how far each consumer of a rule has come. committed is the id of a
-- delivery; everything of the rule up to it is done.

CREATE TABLE consumers (
  rule BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  committed BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (rule, name)
);

-- The callbacks of rules that only offer them: what is sent does not pay for it. A table and no
-- partial index, whose condition would make each end of a delivery write every index anew.
CREATE TABLE offers (
  rule BIGINT NOT NULL,
  delivery BIGINT NOT NULL,
  PRIMARY KEY (rule, delivery)
);

CREATE INDEX offers_by_delivery ON offers (delivery);

-- Rules as they were, for whoever asks later why a callback did not come: one row for each version,
-- from one time to another (null: still). The document has no secrets.

CREATE TABLE rule_history (
  rule BIGINT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT,
  app BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (rule, since)
);

CREATE INDEX rule_history_by_app ON rule_history (app, rule, since);

CREATE INDEX rule_history_ended ON rule_history (until) WHERE until IS NOT NULL;
