-- The environment that a message belongs to, as its sender says; callbacks are routed by it.

ALTER TABLE messages ADD COLUMN env TEXT;
