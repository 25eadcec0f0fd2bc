package dev.weft.chat.timeline;

/// An entry that has become durable.
///
/// @param previous the position before it in the conversation, 0 if it is the first: who has seen
///   everything up to `previous` has missed nothing
public record Appended(Conversation conversation, Entry entry, long previous) {}
