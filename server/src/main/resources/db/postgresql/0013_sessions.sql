-- Where a device logged in from last.
ALTER TABLE devices ADD COLUMN address TEXT NOT NULL DEFAULT '';

-- The sessions there are: devices.node says which node has them. Who is online is looked up here,
-- and whose node is gone.
CREATE INDEX devices_with_session ON devices (node) WHERE node IS NOT NULL;
