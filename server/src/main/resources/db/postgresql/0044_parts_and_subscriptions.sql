-- Files that are being uploaded in parts. The bytes of a part are kept as those of a file.
-- owner: the user who began; empty if the app's server did. changes counts the parts that were
-- written. What has ended waits for the sweep.
CREATE TABLE file_uploads (
  id TEXT COLLATE "C" PRIMARY KEY,
  app BIGINT NOT NULL,
  owner TEXT COLLATE "C" NOT NULL,
  changes BIGINT NOT NULL,
  ended SMALLINT NOT NULL
);

CREATE INDEX file_uploads_of_owner ON file_uploads (app, owner);

-- A part that was replaced has the number 0, and waits for the sweep.
CREATE TABLE file_parts (
  file TEXT COLLATE "C" PRIMARY KEY,
  upload TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL
);

CREATE INDEX file_parts_of_upload ON file_parts (upload, number);

CREATE INDEX file_parts_replaced ON file_parts (file) WHERE number = 0;

-- Who is told when the attributes of a user change.
CREATE TABLE attribute_subscriptions (
  app BIGINT NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (app, target, name)
);

CREATE INDEX attribute_subscriptions_of_name ON attribute_subscriptions (app, name, target);
