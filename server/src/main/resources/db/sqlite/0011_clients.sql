-- What clients keep at the server beside messages.

-- kind 2: other has asked to be a contact of name, and remark says why.
ALTER TABLE user_links ADD COLUMN remark TEXT NOT NULL DEFAULT '';

-- A user sees nothing up to here any more.
ALTER TABLE standing ADD COLUMN erased_to INTEGER NOT NULL DEFAULT 0;

-- The node that has the session of the device; null if none has.
ALTER TABLE devices ADD COLUMN node INTEGER;

-- Messages that a user does not see any more.
CREATE TABLE erased (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  conversation INTEGER NOT NULL,
  message INTEGER NOT NULL,
  PRIMARY KEY (app, name, conversation, message)
) WITHOUT ROWID;

CREATE TABLE message_pins (
  conversation INTEGER NOT NULL,
  message INTEGER NOT NULL,
  operator TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation, message)
) WITHOUT ROWID;

-- What a user wants to be notified of; kind: the vendor's word user or chatgroup.
CREATE TABLE notification_settings (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (app, name, kind, target)
) WITHOUT ROWID;

CREATE TABLE user_attributes (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  attribute TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (app, name, attribute)
) WITHOUT ROWID;

CREATE TABLE member_attributes (
  group_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  attribute TEXT NOT NULL,
  app INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (group_id, name, attribute)
) WITHOUT ROWID;

CREATE INDEX member_attributes_by_user ON member_attributes (app, name);

-- Who has reacted to a message, and how. id: the same for all with the same reaction.
CREATE TABLE reactions (
  message INTEGER NOT NULL,
  reaction TEXT NOT NULL,
  name TEXT NOT NULL,
  id INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (message, reaction, name)
) WITHOUT ROWID;

-- What users say of themselves, and who wants to know.
CREATE TABLE presences (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  ext TEXT NOT NULL,
  status TEXT NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (app, name)
) WITHOUT ROWID;

CREATE TABLE presence_subscriptions (
  app INTEGER NOT NULL,
  target TEXT NOT NULL,
  name TEXT NOT NULL,
  expires INTEGER NOT NULL,
  PRIMARY KEY (app, target, name)
) WITHOUT ROWID;

CREATE INDEX presence_subscriptions_by_user ON presence_subscriptions (app, name, expires);

CREATE INDEX presence_subscriptions_ended ON presence_subscriptions (expires);
