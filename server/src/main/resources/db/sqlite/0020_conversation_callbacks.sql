-- The callbacks of a conversation are found by the ids of its messages. An index on the conversation
-- was one more page to write for each callback.
DROP INDEX deliveries_by_conversation;
