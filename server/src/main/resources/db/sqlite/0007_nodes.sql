-- Counts the changes of rules, as on PostgreSQL, where several nodes share them. A file has one
-- node: it has no other table of this kind.

CREATE TABLE rule_changes (
  version INTEGER NOT NULL
);

INSERT INTO rule_changes (version) VALUES (0);
