-- What users and apps set for notifications, and what users keep for themselves.

-- setting: the vendor's name for it.
CREATE TABLE push_settings (
  app BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  setting TEXT COLLATE "C" NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (app, name, setting)
);

CREATE TABLE push_bindings (
  app BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  device TEXT COLLATE "C" NOT NULL,
  notifier TEXT COLLATE "C" NOT NULL,
  token TEXT NOT NULL,
  PRIMARY KEY (app, name, device, notifier)
);

CREATE TABLE push_templates (
  app BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  PRIMARY KEY (app, name)
);

CREATE TABLE favorites (
  app BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  type INTEGER NOT NULL,
  data TEXT NOT NULL,
  ext TEXT,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  PRIMARY KEY (app, name, id)
);

CREATE INDEX favorites_in_order ON favorites (app, name, created, id);
