-- Attempts by the status that refused them, for whoever looks for all that got a 503. It holds no
-- attempt that delivered, so that the main job does not write it.
CREATE INDEX attempts_refused ON attempts (status, delivery) WHERE status >= 300;
