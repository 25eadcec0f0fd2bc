-- Attempts that did not deliver, newest delivery last: failures are grouped from the newest of them,
-- however many have delivered meanwhile. It holds no attempt that delivered, so that the main job
-- does not write it.
CREATE INDEX attempts_failed ON attempts (delivery, number) WHERE verdict <> 'delivered';
