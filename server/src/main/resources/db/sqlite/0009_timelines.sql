-- What clients are brought up to date from: a timeline for each conversation, a cursor for each device.

-- conversation: the id of a group or thread, or of a row of pairs. kind: 0 message, 1 recall, 2 edit,
-- 3 notice, 4 receipt. A message stands in messages: its position is its id, and message is null,
-- unless the position had to be raised. origin: the device that did it, 0 for the app's server.
CREATE TABLE timeline (
  conversation INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  message INTEGER,
  origin INTEGER NOT NULL,
  local_id INTEGER NOT NULL,
  data BLOB,
  PRIMARY KEY (conversation, position)
) WITHOUT ROWID;

-- What does not stay as long as the messages do.
CREATE INDEX timeline_passing ON timeline (position) WHERE kind <> 0;

-- Two users, the one whose name is smaller first; high is empty for the inbox of low.
CREATE TABLE pairs (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  low TEXT NOT NULL,
  high TEXT NOT NULL,
  UNIQUE (app, low, high)
);

CREATE INDEX pairs_by_high ON pairs (app, high);

-- login grows with each login of the device. A number is never given twice: entries of timelines
-- name it.
CREATE TABLE devices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  resource TEXT NOT NULL,
  os INTEGER NOT NULL,
  device_name TEXT NOT NULL,
  uuid TEXT NOT NULL,
  version TEXT NOT NULL,
  ext TEXT NOT NULL,
  login INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  UNIQUE (app, name, resource)
);

CREATE INDEX devices_by_age ON devices (seen);

CREATE TABLE cursors (
  device INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (device, conversation)
) WITHOUT ROWID;

-- How a user stands to a conversation; a row only where something was done. marks: numbers, apart by
-- commas. mute: the vendor's word.
CREATE TABLE standing (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  conversation INTEGER NOT NULL,
  read_to INTEGER NOT NULL DEFAULT 0,
  hidden_to INTEGER NOT NULL DEFAULT 0,
  pinned INTEGER,
  marks TEXT NOT NULL DEFAULT '',
  mute TEXT NOT NULL DEFAULT 'DEFAULT',
  PRIMARY KEY (app, name, conversation)
) WITHOUT ROWID;

-- What was sent before there were timelines. No id that is still to be made is as small as these.
INSERT INTO pairs (id, app, low, high)
  SELECT 500000000000000 + row_number() OVER (ORDER BY app, low, high), app, low, high FROM (
    SELECT DISTINCT app, min(lower(sender), lower(peer)) AS low, max(lower(sender), lower(peer)) AS high
    FROM messages WHERE peer IS NOT NULL);

INSERT INTO timeline (conversation, position, kind, origin, local_id)
  SELECT coalesce(m.thread, m.group_id, p.id), m.id, 0, 0, 0
  FROM messages m LEFT JOIN pairs p ON p.app = m.app
    AND p.low = min(lower(m.sender), lower(m.peer)) AND p.high = max(lower(m.sender), lower(m.peer))
  WHERE coalesce(m.thread, m.group_id, p.id) IS NOT NULL;
