-- People who operate the installation, how they are let in, and what they did.

CREATE TABLE operators (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  sees_text INTEGER NOT NULL,
  password_hash TEXT NOT NULL,
  created INTEGER NOT NULL,
  last_login INTEGER
) WITHOUT ROWID;

-- Secrets that work once; only their hashes are kept.
CREATE TABLE operator_links (
  hash TEXT PRIMARY KEY,
  operator TEXT NOT NULL,
  tenant TEXT NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE operator_sessions (
  hash TEXT PRIMARY KEY,
  operator TEXT NOT NULL,
  tenant TEXT NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE operator_audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  operator TEXT NOT NULL,
  action TEXT NOT NULL,
  app TEXT NOT NULL,
  detail TEXT NOT NULL,
  address TEXT NOT NULL,
  status INTEGER NOT NULL
);

CREATE INDEX operator_audit_by_operator ON operator_audit (operator, id);

CREATE INDEX operator_audit_by_time ON operator_audit (at);

-- The console finds the callbacks of a thread, and those that did not arrive, among a million.
CREATE INDEX deliveries_by_conversation ON deliveries (conversation, id);

CREATE INDEX deliveries_undelivered ON deliveries (state, id) WHERE state IN (2, 3, 4);
