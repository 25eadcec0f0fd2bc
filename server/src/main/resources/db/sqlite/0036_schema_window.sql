-- oldest: the version of the oldest schema whose programs still run on this one. Null says that only
-- those run that know this version.
ALTER TABLE schema_version ADD COLUMN oldest INTEGER;
