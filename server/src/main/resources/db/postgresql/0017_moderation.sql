-- Keyword lists of apps, and the services that judge their texts.

CREATE TABLE keyword_lists (
  app BIGINT NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  tag TEXT NOT NULL,
  full_match SMALLINT NOT NULL,
  disposition TEXT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  PRIMARY KEY (app, id)
);

CREATE TABLE keywords (
  app BIGINT NOT NULL,
  list TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  word TEXT COLLATE "C" NOT NULL,
  added_by TEXT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  PRIMARY KEY (app, list, id)
);

CREATE UNIQUE INDEX keywords_by_word ON keywords (app, list, word);

-- Grows with every change of an app's lists, so that what is ready in memory is known to be old.
CREATE TABLE keyword_versions (
  app BIGINT PRIMARY KEY,
  version BIGINT NOT NULL
);

CREATE TABLE text_judges (
  app BIGINT PRIMARY KEY,
  url TEXT NOT NULL,
  secret TEXT NOT NULL
);
