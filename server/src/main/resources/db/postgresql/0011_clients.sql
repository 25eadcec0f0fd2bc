-- What clients keep at the server beside messages.

-- kind 2: other has asked to be a contact of name, and remark says why.
ALTER TABLE user_links ADD COLUMN remark TEXT NOT NULL DEFAULT '';

-- A user sees nothing up to here any more.
ALTER TABLE standing ADD COLUMN erased_to BIGINT NOT NULL DEFAULT 0;

-- The node that has the session of the device; null if none has.
ALTER TABLE devices ADD COLUMN node INTEGER;

-- Messages that a user does not see any more.
CREATE TABLE erased (
  app BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  conversation BIGINT NOT NULL,
  message BIGINT NOT NULL,
  PRIMARY KEY (app, name, conversation, message)
);

CREATE TABLE message_pins (
  conversation BIGINT NOT NULL,
  message BIGINT NOT NULL,
  operator TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (conversation, message)
);

-- What a user wants to be notified of; kind: the vendor's word user or chatgroup.
CREATE TABLE notification_settings (
  app BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (app, name, kind, target)
);

CREATE TABLE user_attributes (
  app BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  attribute TEXT COLLATE "C" NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (app, name, attribute)
);

CREATE TABLE member_attributes (
  group_id BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  attribute TEXT COLLATE "C" NOT NULL,
  app BIGINT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (group_id, name, attribute)
);

CREATE INDEX member_attributes_by_user ON member_attributes (app, name);

-- Who has reacted to a message, and how. id: the same for all with the same reaction.
CREATE TABLE reactions (
  message BIGINT NOT NULL,
  reaction TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (message, reaction, name)
);

-- What users say of themselves, and who wants to know.
CREATE TABLE presences (
  app BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  ext TEXT NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  changed BIGINT NOT NULL,
  PRIMARY KEY (app, name)
);

CREATE TABLE presence_subscriptions (
  app BIGINT NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (app, target, name)
);

CREATE INDEX presence_subscriptions_by_user ON presence_subscriptions (app, name, expires);

CREATE INDEX presence_subscriptions_ended ON presence_subscriptions (expires);
