-- The words of conversations that are searched; nothing is written here before that.

-- indexed_to: the position in the timeline up to which messages are in the index.
CREATE TABLE indexed_conversations (
  conversation BIGINT PRIMARY KEY,
  indexed_to BIGINT NOT NULL
);

-- grams: the n-grams of what the message says, and one that names the conversation.
CREATE TABLE indexed_messages (
  message BIGINT PRIMARY KEY,
  conversation BIGINT NOT NULL,
  position BIGINT NOT NULL,
  grams TSVECTOR NOT NULL
);

CREATE INDEX indexed_messages_grams ON indexed_messages USING gin (grams);
