-- App tokens of another generation are void. app_id names an app in Agora's realm, in lower case. What
-- others sign with must be read again, and is sealed with a key made from the one that signs tokens.

ALTER TABLE apps ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

ALTER TABLE apps ADD COLUMN app_id TEXT;

ALTER TABLE apps ADD COLUMN sealed_secret TEXT;

ALTER TABLE apps ADD COLUMN sealed_certificate TEXT;

CREATE UNIQUE INDEX apps_by_app_id ON apps (app_id);

CREATE INDEX users_by_uuid ON users (app, uuid);
