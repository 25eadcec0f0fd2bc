-- Chat rooms are groups of another kind: 0 group, 1 room. A member carries the kind of its group, so
-- that the groups of a user are found without its rooms.

ALTER TABLE chat_groups ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;

ALTER TABLE apps ADD COLUMN room_count INTEGER NOT NULL DEFAULT 0;

-- offline_since is 0 for who is connected, and for who has never been.
ALTER TABLE group_members ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;

ALTER TABLE group_members ADD COLUMN offline_since INTEGER NOT NULL DEFAULT 0;

DROP INDEX chat_groups_by_app;

CREATE INDEX chat_groups_by_app ON chat_groups (app, kind, id);

DROP INDEX group_members_by_user;

CREATE INDEX group_members_by_user ON group_members (app, name, kind, id);

CREATE INDEX group_members_offline ON group_members (offline_since) WHERE offline_since > 0;

-- 1 for a message in a room, whose id is then in group_id.
ALTER TABLE messages ADD COLUMN in_room INTEGER NOT NULL DEFAULT 0;

-- Who may make rooms from a client. The id is the order of naming.
CREATE TABLE room_super_admins (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (app, name)
);

CREATE INDEX room_super_admins_in_order ON room_super_admins (app, id);

-- Tags of members of rooms. until is the end of the mute of the tag, the same for all who have it.
CREATE TABLE room_tags (
  group_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  tag TEXT NOT NULL,
  app INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (group_id, name, tag)
) WITHOUT ROWID;

CREATE INDEX room_tags_by_tag ON room_tags (group_id, tag);

CREATE INDEX room_tags_by_user ON room_tags (app, name);

CREATE TABLE room_attributes (
  group_id INTEGER NOT NULL,
  attribute TEXT NOT NULL,
  app INTEGER NOT NULL,
  value TEXT NOT NULL,
  owner TEXT NOT NULL,
  ends_with_owner INTEGER NOT NULL,
  PRIMARY KEY (group_id, attribute)
) WITHOUT ROWID;

CREATE INDEX room_attributes_by_owner ON room_attributes (group_id, owner);
