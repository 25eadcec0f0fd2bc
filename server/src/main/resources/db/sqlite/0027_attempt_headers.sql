-- Headers of attempts that did not deliver, one on a line, `name: value`: of the request, and the
-- first of the answer (at most 20 and 2 KB). A table of its own, so that an attempt that delivers
-- writes nothing here.
CREATE TABLE attempt_headers (
  delivery INTEGER NOT NULL,
  number INTEGER NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (delivery, number)
) WITHOUT ROWID;
