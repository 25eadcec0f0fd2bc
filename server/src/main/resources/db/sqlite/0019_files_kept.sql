-- Until when a file is kept, if that is not what its age says.

ALTER TABLE files ADD COLUMN kept_until INTEGER;

CREATE INDEX files_kept ON files (kept_until) WHERE kept_until IS NOT NULL;

-- The largest that a thumbnail of an image may be, in pixels.
ALTER TABLE files ADD COLUMN thumbnail_width INTEGER NOT NULL DEFAULT 170;

ALTER TABLE files ADD COLUMN thumbnail_height INTEGER NOT NULL DEFAULT 170;
