-- Two more kinds of marks: 3 wants to come in, 4 was asked to come in. Each ends by itself.
-- note: who has asked.

ALTER TABLE group_marks ADD COLUMN note TEXT;
