-- Apps, users, groups, threads, messages.
-- Times are milliseconds since 1970. Ids of groups, threads and messages grow with time, so that new
-- rows land at the end of their table.

CREATE TABLE apps (
  id INTEGER PRIMARY KEY,
  org TEXT NOT NULL,
  app TEXT NOT NULL,
  uuid TEXT NOT NULL,
  client_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  created INTEGER NOT NULL,
  thread_count INTEGER NOT NULL DEFAULT 0,
  group_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (org, app)
);

-- What belongs to the installation as a whole: the key that signs tokens.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  uuid TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  nickname TEXT,
  activated INTEGER NOT NULL,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  tokens_since INTEGER NOT NULL,
  UNIQUE (app, name)
);

CREATE INDEX users_by_age ON users (app, id);

-- How users stand to each other. Kinds: 0 contact, 1 blocked.
CREATE TABLE user_links (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  other TEXT NOT NULL,
  PRIMARY KEY (app, name, kind, other)
) WITHOUT ROWID;

CREATE INDEX user_links_back ON user_links (app, other);

-- What an app has forbidden users to send, each until a time; 0 if it is not forbidden.
CREATE TABLE user_mutes (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  chat INTEGER NOT NULL,
  group_chat INTEGER NOT NULL,
  chat_room INTEGER NOT NULL,
  UNIQUE (app, name)
);

CREATE INDEX user_mutes_by_app ON user_mutes (app, id);

-- member_count counts the rows of group_members, the owner's among them.
CREATE TABLE chat_groups (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  avatar TEXT NOT NULL,
  description TEXT NOT NULL,
  is_public INTEGER NOT NULL,
  members_only INTEGER NOT NULL,
  allow_invites INTEGER NOT NULL,
  invite_needs_confirm INTEGER NOT NULL,
  max_users INTEGER NOT NULL,
  custom TEXT NOT NULL,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  member_count INTEGER NOT NULL,
  all_muted INTEGER NOT NULL DEFAULT 0,
  disabled INTEGER NOT NULL DEFAULT 0,
  announcement TEXT NOT NULL DEFAULT ''
);

CREATE INDEX chat_groups_by_app ON chat_groups (app, id);

-- The id is the order of joining. Roles: 0 owner, 1 admin, 2 member.
CREATE TABLE group_members (
  id INTEGER PRIMARY KEY,
  group_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  app INTEGER NOT NULL,
  role INTEGER NOT NULL,
  joined INTEGER NOT NULL,
  UNIQUE (group_id, name)
);

CREATE INDEX group_members_in_order ON group_members (group_id, id);

CREATE INDEX group_members_by_user ON group_members (app, name, id);

CREATE INDEX group_admins ON group_members (group_id, id) WHERE role = 1;

-- Users a group treats in a way of its own. Kinds: 0 muted, 1 blocked, 2 allowed.
CREATE TABLE group_marks (
  group_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  app INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (group_id, kind, name)
) WITHOUT ROWID;

CREATE INDEX group_marks_by_user ON group_marks (app, name);

CREATE TABLE threads (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  parent_message INTEGER NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  created INTEGER NOT NULL,
  message_count INTEGER NOT NULL,
  last_message INTEGER,
  changed INTEGER NOT NULL,
  sequence INTEGER NOT NULL
);

CREATE UNIQUE INDEX threads_by_parent ON threads (app, parent_message);

CREATE INDEX threads_by_app ON threads (app, id);

CREATE INDEX threads_by_group ON threads (group_id, id);

-- The id is the order of joining.
CREATE TABLE thread_members (
  id INTEGER PRIMARY KEY,
  thread INTEGER NOT NULL,
  name TEXT NOT NULL,
  app INTEGER NOT NULL,
  joined INTEGER NOT NULL,
  UNIQUE (thread, name)
);

CREATE INDEX thread_members_by_user ON thread_members (app, name, id);

-- A message lives in a thread (thread and group_id set), a group (group_id set) or with a user (peer
-- set). previous chains the messages of a thread: no index is needed to find the one before.
-- recalled rows keep their place in the chain and lose their content.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  thread INTEGER,
  group_id INTEGER,
  parent_message INTEGER,
  thread_name TEXT,
  peer TEXT,
  sender TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  ext TEXT NOT NULL,
  sent INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  edits INTEGER NOT NULL,
  last_editor TEXT,
  previous INTEGER,
  recalled INTEGER NOT NULL
);
