-- Keyword lists of apps, and the services that judge their texts.

CREATE TABLE keyword_lists (
  app INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  tag TEXT NOT NULL,
  full_match INTEGER NOT NULL,
  disposition TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  PRIMARY KEY (app, id)
) WITHOUT ROWID;

CREATE TABLE keywords (
  app INTEGER NOT NULL,
  list TEXT NOT NULL,
  id TEXT NOT NULL,
  word TEXT NOT NULL,
  added_by TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  PRIMARY KEY (app, list, id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX keywords_by_word ON keywords (app, list, word);

-- Grows with every change of an app's lists, so that what is ready in memory is known to be old.
CREATE TABLE keyword_versions (
  app INTEGER PRIMARY KEY,
  version INTEGER NOT NULL
);

CREATE TABLE text_judges (
  app INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  secret TEXT NOT NULL
);
