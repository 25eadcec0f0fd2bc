-- The order in which a user has put others on a list: lists are shown newest first.

ALTER TABLE user_links ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
