-- A thread as its newest callback describes it.
CREATE TABLE IF NOT EXISTS thread (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  group_id TEXT,
  message_count INTEGER NOT NULL,
  newest_message_id TEXT,
  changed_at_ms INTEGER NOT NULL
);

-- Every message ever heard of; a recalled one keeps its row and loses what it said.
CREATE TABLE IF NOT EXISTS message (
  id TEXT NOT NULL PRIMARY KEY,
  thread_id TEXT,
  sender TEXT,
  bodies TEXT,
  ext TEXT,
  said_at_ms INTEGER NOT NULL,
  recalled INTEGER NOT NULL DEFAULT 0
);

-- One row for each change of a thread: what "exactly once" is counted by.
CREATE TABLE IF NOT EXISTS change (
  callback_key TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  sequence INTEGER
);
