-- The words of conversations that are searched; nothing is written here before that.

-- indexed_to: the position in the timeline up to which messages are in the index.
CREATE TABLE indexed_conversations (
  conversation INTEGER PRIMARY KEY,
  indexed_to INTEGER NOT NULL
);

CREATE TABLE indexed_messages (
  message INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  position INTEGER NOT NULL
);

-- A row for each indexed message, by its id. Tokens are made by the program: the tokenizer has to
-- divide them at spaces, and leaves letters beyond ASCII alone.
CREATE VIRTUAL TABLE message_grams USING fts5 (
  grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
