package dev.weft.chat.timeline;

/// An entry that has become durable.
///
/// @param previous the position before it in the conversation; if it is the first, any that no
///   entry has: who has seen everything up to `previous` has missed nothing
public record Appended(Conversation conversation, Entry entry, long previous) {}
