-- What users and apps set for notifications, and what users keep for themselves.

-- setting: the vendor's name for it.
CREATE TABLE push_settings (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  setting TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (app, name, setting)
) WITHOUT ROWID;

CREATE TABLE push_bindings (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  device TEXT NOT NULL,
  notifier TEXT NOT NULL,
  token TEXT NOT NULL,
  PRIMARY KEY (app, name, device, notifier)
) WITHOUT ROWID;

CREATE TABLE push_templates (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  PRIMARY KEY (app, name)
) WITHOUT ROWID;

CREATE TABLE favorites (
  app INTEGER NOT NULL,
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  type INTEGER NOT NULL,
  data TEXT NOT NULL,
  ext TEXT,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  PRIMARY KEY (app, name, id)
);

CREATE INDEX favorites_in_order ON favorites (app, name, created, id);
