-- Group ids of letters and digits that apps have chosen. id is the number by which everything of the
-- group is kept: below zero, made from app and name. A row outlives its group, because messages do.

CREATE TABLE chosen_ids (
  id BIGINT PRIMARY KEY,
  app BIGINT NOT NULL,
  name TEXT NOT NULL
);
